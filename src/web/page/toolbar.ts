import type { RateKernel, RowOrder, View } from '../view/view-state.js';
import type { Control } from './control.js';
import { element } from './element.js';
import { labelledNumber, labelledSelect } from './labelled.js';
import type { Part } from './part.js';
import { createPresentationControl } from './presentation-control.js';
import { createZoomControl } from './zoom-control.js';

const ORDERS: readonly (readonly [RowOrder, string])[] = [
  ['index', 'by number'],
  ['rate', 'by rate'],
  ['first-spike', 'by first spike'],
];
const KERNELS: readonly (readonly [RateKernel['kind'], string])[] = [
  ['bin', 'in bins'],
  ['gaussian', 'Gaussian'],
];
const WIDTHS = [1, 1000] as const;

/** Zoom, order of the rows and kernel of the rates: what the charts of activity have in common. */
export function createToolbar(view: View, ...more: readonly HTMLElement[]): Part & Control {
  const { order, kernel } = view.state;
  const zoom = createZoomControl(view);
  const presentation = createPresentationControl(view);
  const rows = labelledSelect('Rows', ORDERS, (chosen) => order.next(chosen));
  const kind = labelledSelect('Rates', KERNELS, (chosen) => kernel.next({ ...kernel.value, kind: chosen }));
  const width = labelledNumber('Width, steps', WIDTHS, (chosen) => kernel.next({ ...kernel.value, width: chosen }));
  const subscription = order.subscribe((chosen) => {
    rows.select.value = chosen;
  });
  subscription.add(
    kernel.subscribe((chosen) => {
      kind.select.value = chosen.kind;
      width.input.value = String(chosen.width);
    }),
  );
  subscription.add(() => zoom.destroy());
  subscription.add(() => presentation.destroy());
  const parts = [zoom.element, presentation.element, rows.element, kind.element, width.element, ...more];
  return {
    element: element('div', { class: 'toolbar', role: 'toolbar', 'aria-label': 'Activity' }, ...parts),
    show: zoom.show,
    destroy: () => subscription.unsubscribe(),
  };
}
