import { element } from '../page/element.js';
import { lengthRemark } from './address.js';

/** The link, and what is to be said of the one that was opened. */
export interface ShareBar {
  readonly element: HTMLElement;
  /** Says how long the link is, when it is too long. */
  show(address: string): void;
  /** What could not be understood of a link; nothing for a good one. */
  complain(problems: readonly string[]): void;
}

const COPIED_MS = 2000;

/** @param link Writes the experiment as it is now into the address, and gives that. */
export function createShareBar(link: () => string): ShareBar {
  const button = element('button', { type: 'button', title: 'Scenario, seed, backend and view are in the link' });
  const label = (text: string): void => {
    button.textContent = text;
  };
  const length = element('p', { class: 'aside', role: 'status' });
  const list = element('ul', {});
  const complaint = element(
    'div',
    { class: 'trouble', role: 'alert', hidden: true },
    element('p', {}, 'The link was not understood in full:'),
    list,
  );
  label('Copy link');
  button.addEventListener('click', async () => {
    const address = link();
    try {
      await navigator.clipboard.writeText(address);
      label('Copied');
    } catch {
      // Pages that are not from a secure place have no clipboard.
      label('Copy it from the address bar');
    }
    setTimeout(() => label('Copy link'), COPIED_MS);
  });
  return {
    element: element('div', { class: 'share' }, button, length, complaint),
    show(address) {
      const text = lengthRemark(address) ?? '';
      if (length.textContent !== text) length.textContent = text;
      length.hidden = text === '';
    },
    complain(problems) {
      complaint.hidden = problems.length === 0;
      list.replaceChildren(...problems.map((problem) => element('li', {}, problem)));
    },
  };
}
