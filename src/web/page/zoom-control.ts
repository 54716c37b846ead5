import { showAll, zoomBy } from '../view/navigate.js';
import type { View } from '../view/view-state.js';
import type { Control } from './control.js';
import { element } from './element.js';
import { signButton } from './labelled.js';
import type { Part } from './part.js';

const STEP = 2;

/** In, out, everything, and along with what is new. */
export function createZoomControl(view: View): Part & Control {
  const { follow } = view.state;
  const following = element('button', { type: 'button' }, 'Follow');
  following.title = 'Stay with the newest presentation';
  following.addEventListener('click', () => follow.next(!follow.value));
  const subscription = follow.subscribe((on) => following.setAttribute('aria-pressed', String(on)));
  return {
    element: element(
      'div',
      { class: 'group', role: 'group', 'aria-label': 'Zoom' },
      signButton('−', 'Zoom out', () => zoomBy(view, STEP)),
      signButton('+', 'Zoom in', () => zoomBy(view, 1 / STEP)),
      signButton('↔', 'Show all', () => showAll(view)),
      following,
    ),
    show(run) {
      // Nothing new comes any more.
      following.hidden = run?.ended !== undefined;
    },
    destroy: () => subscription.unsubscribe(),
  };
}
