import { TIME_KEYS } from '../charts/time/time-keys.js';
import { element } from './element.js';

/** A key and what it does. */
export type KeyHelp = readonly [keys: string, does: string];

const ANYWHERE: readonly KeyHelp[] = [
  ['[ ]', 'presentation before, next presentation'],
  ['o', 'order of the rows: by number, by rate, by first spike'],
  ['?', 'this list'],
];

const POINTER: readonly KeyHelp[] = [
  ['drag', 'zoom to a part; with Shift, or by touch: move'],
  ['double click', 'show everything'],
  ['wheel', 'zoom around the pointer; with Shift over rows: fewer rows, more rows'],
  ['click on a row', 'show the membrane of this neuron'],
];

function rows(help: readonly KeyHelp[]): readonly HTMLElement[] {
  return help.map(([keys, does]) =>
    element('tr', {}, element('th', { scope: 'row' }, element('kbd', {}, keys)), element('td', {}, does)),
  );
}

function table(caption: string, help: readonly KeyHelp[]): HTMLElement {
  return element('table', {}, element('caption', {}, caption), element('tbody', {}, ...rows(help)));
}

/** The list of keys. */
export function createHelpDialog(more: readonly KeyHelp[] = []): HTMLDialogElement {
  const close = element('button', { type: 'button' }, 'Close');
  const dialog = element(
    'dialog',
    { class: 'help', 'aria-label': 'Keyboard and pointer' },
    element('h2', {}, 'Keyboard and pointer'),
    table('Anywhere', [...ANYWHERE, ...more]),
    table('On a chart of activity; those of the window work anywhere', TIME_KEYS),
    table('Pointer', POINTER),
    close,
  );
  close.addEventListener('click', () => dialog.close());
  // A click beside the dialog hits the dialog itself: its backdrop is part of it.
  dialog.addEventListener('click', ({ target }) => {
    if (target === dialog) dialog.close();
  });
  return dialog;
}
