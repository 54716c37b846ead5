import { element } from '../page/element.js';

/** Where there is room, controls need not be folded away. */
const WIDE = '(min-width: 641px)';

/** Controls that fold away, and are folded at first, on a narrow screen; on a wide one they are simply there. */
export function createFoldable(title: string, ...content: readonly HTMLElement[]): HTMLElement {
  const wide = matchMedia(WIDE);
  const body = element('div', { class: 'run-controls' }, ...content);
  const details = element('details', { class: 'foldable' }, element('summary', {}, title), body);
  const unfold = (): void => {
    details.open = wide.matches;
  };
  wide.addEventListener('change', unfold);
  unfold();
  return details;
}
