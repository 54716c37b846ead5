import type { BehaviorSubject } from 'rxjs';

import type { View } from '../view/view-state.js';
import type { Control } from './control.js';
import { element } from './element.js';
import type { Part } from './part.js';
import { createRunPicker } from './run-picker.js';
import { isChangedByHand, outcomeOf } from './run-text.js';
import { createThemeChoice } from './theme-choice.js';

const SIGNS = {
  ...{ running: '●', paused: '❚❚', lost: '○' },
  ...{ complete: '✓', interrupted: '■', failed: '✗', unfinished: '■' },
} as const;

/** What the page adds to its top. */
interface HeaderOptions {
  readonly controls?: HTMLElement | undefined;
  /** Whether whoever tells of the runs can be heard; they always can unless given. */
  readonly connected?: BehaviorSubject<boolean> | undefined;
}

/** The top of the page: which run, how far, and what is offered everywhere. */
export function createPageHeader(view: View, help: () => void, options: HeaderOptions = {}): Part & Control {
  const { controls, connected } = options;
  const name = element('h1', {}, 'Heaviside');
  const sign = element('span', { 'aria-hidden': 'true' });
  const words = element('span');
  const badge = element('p', { class: 'outcome', hidden: true }, sign, words);
  const changed = element('p', { class: 'by-hand', hidden: true }, 'changed by hand');
  const dropped = element('p', { class: 'dropped', hidden: true });
  const picker = createRunPicker(view);
  const ask = element('button', { type: 'button', class: 'sign', 'aria-label': 'Help', title: 'Help (?)' }, '?');
  ask.addEventListener('click', help);
  const header = element(
    'header',
    { class: 'top' },
    element('div', { class: 'identity' }, name, badge, changed, picker.element, dropped),
    element('div', { class: 'tools' }, ...(controls ? [controls] : []), createThemeChoice(), ask),
  );
  return {
    element: header,
    show(run) {
      const outcome = run && outcomeOf(run, connected?.value);
      badge.hidden = outcome === undefined;
      changed.hidden = !run || !isChangedByHand(run);
      if (!run?.facts || !outcome) return;
      if (name.textContent !== run.facts.name) {
        name.textContent = run.facts.name;
        document.title = `${run.facts.name} · Heaviside`;
      }
      badge.dataset['mark'] = outcome.mark;
      sign.textContent = SIGNS[outcome.mark];
      if (words.textContent !== outcome.text) words.textContent = outcome.text;
      dropped.hidden = run.state.dropped === 0;
      dropped.textContent = `${run.state.dropped} frames dropped`;
    },
    destroy: picker.destroy,
  };
}
