import { merge, switchMap } from 'rxjs';

import { showWindow } from '../view/navigate.js';
import { shownText } from '../view/presentation.js';
import { shownRun, type View } from '../view/view-state.js';
import type { Control } from './control.js';
import { element } from './element.js';
import { signButton } from './labelled.js';
import { isSingle, presentationIn, presentationText, windowOf } from './presentation-steps.js';

/** Goes to the presentation before or after the one in sight. From afar it first zooms in on what is in the middle. */
export function goToPresentation(view: View, by: 1 | -1): void {
  const { window } = view.state;
  const presentations = shownRun(view)?.presentations ?? [];
  const at = presentationIn(window.value, presentations);
  const here = presentations[at];
  const target = here && !isSingle(window.value, here) ? here : presentations[at + by];
  if (target) showWindow(view, windowOf(target));
}

function textOf(view: View): string {
  const { window } = view.state;
  const run = shownRun(view);
  const presentations = run?.presentations ?? [];
  const here = presentations[presentationIn(window.value, presentations)];
  if (!here) return 'no presentation';
  if (isSingle(window.value, here)) return presentationText(here, run?.facts?.dt ?? 1);
  return shownText(presentations);
}

/** Goes from one presentation to the next, and says which one is in sight. */
export function createPresentationControl(view: View): Control {
  const { state, runs } = view;
  const text = element('output', { class: 'presentation', 'aria-label': 'Presentation in sight', 'aria-live': 'off' });
  const told = merge(runs, state.run).pipe(switchMap(() => merge(...runs.value.map(({ changed }) => changed))));
  const subscription = merge(state.window, state.run, runs, told).subscribe(() => {
    const next = textOf(view);
    if (text.textContent !== next) text.textContent = next;
  });
  return {
    element: element(
      'div',
      { class: 'group', role: 'group', 'aria-label': 'Presentation' },
      signButton('◂', 'Presentation before', () => goToPresentation(view, -1)),
      text,
      signButton('▸', 'Next presentation', () => goToPresentation(view, 1)),
    ),
    destroy: () => subscription.unsubscribe(),
  };
}
