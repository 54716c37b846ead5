import { element } from '../page/element.js';
import type { Abilities } from './worker/messages.js';

/** Which backend runs. */
export interface BackendChoice {
  readonly element: HTMLElement;
  /** What there is, and why some cannot run here. */
  readonly about: HTMLElement;
  readonly value: () => string;
  choose(name: string): void;
  /** Says what can run here, once it is known. */
  know(abilities: Abilities): void;
  /** Why the chosen one cannot run here; undefined when it can, or when it is not known yet. */
  readonly problem: () => string | undefined;
}

const FIRST = 'events';

function threadsText(oneThread: string | undefined): string {
  return oneThread === undefined ? '; with threads where a network is worth them' : `; one thread only: ${oneThread}`;
}

/** @param changed Hears that another one was chosen. */
export function createBackendChoice(changed: () => void): BackendChoice {
  const select = element('select', { class: 'backend-choice' });
  const summary = element('summary', {}, 'Looking what can run here …');
  const list = element('dl', {});
  const about = element('details', { class: 'backends' }, summary, list);
  let known: Abilities | undefined;
  let wanted: string = FIRST;
  const names = (): readonly string[] =>
    known ? ['auto', ...known.backends.map(({ name }) => name)] : ['auto', FIRST];
  const fill = (): void => {
    const there = names();
    const all = there.includes(wanted) ? there : [...there, wanted];
    const missing = known?.backends.filter(({ available }) => !available).map(({ name }) => name) ?? [];
    select.replaceChildren(
      ...all.map((name) => {
        const gone = missing.includes(name) || (known !== undefined && !there.includes(name));
        return element('option', { value: name, disabled: gone }, gone ? `${name} (not here)` : name);
      }),
    );
    select.value = wanted;
  };
  select.addEventListener('change', () => {
    wanted = select.value;
    fill();
    changed();
  });
  fill();
  return {
    element: element('label', { class: 'labelled' }, element('span', {}, 'Backend'), select),
    about,
    value: () => wanted,
    choose(name) {
      wanted = name;
      fill();
    },
    know(abilities) {
      known = abilities;
      const { backends, oneThread } = abilities;
      const able = backends.filter(({ available }) => available).length;
      summary.textContent = `${able} of ${backends.length} backends can run here`;
      list.replaceChildren(
        ...backends.flatMap(({ name, summary: does, available, reason = 'it does not say why' }) => [
          element('dt', {}, available ? name : `${name} (not here)`),
          element('dd', {}, available ? `${does}${name === FIRST ? threadsText(oneThread) : ''}` : reason),
        ]),
      );
      fill();
    },
    problem() {
      if (!known || wanted === 'auto') return undefined;
      const listing = known.backends.find(({ name }) => name === wanted);
      if (!listing) return `There is no backend "${wanted}". Choose another one.`;
      return listing.available
        ? undefined
        : `The backend ${wanted} cannot run here: ${listing.reason}. Choose another one.`;
    },
  };
}
