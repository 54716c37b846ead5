import { merge, type Subscription } from 'rxjs';

import type { View } from '../view/view-state.js';
import type { Control } from './control.js';
import { element } from './element.js';

/** Which run the charts of one run show. Hidden as long as there is only one. */
export function createRunPicker({ runs, state }: View): Control {
  const select = element('select', { 'aria-label': 'Run', class: 'run-picker', hidden: true });
  let told: Subscription | undefined;
  const label = (number: number): string => {
    const facts = runs.value[number]?.facts;
    return facts ? `${number + 1}: ${facts.name}, seed ${facts.seed}` : `${number + 1}: …`;
  };
  const fill = (): void => {
    select.hidden = runs.value.length < 2;
    while (select.options.length < runs.value.length) select.add(element('option', { value: select.options.length }));
    for (const [number, option] of [...select.options].entries())
      if (option.textContent !== label(number)) option.textContent = label(number);
    select.selectedIndex = state.run.value;
  };
  select.addEventListener('change', () => state.run.next(select.selectedIndex));
  const subscription = merge(runs, state.run).subscribe(() => {
    told?.unsubscribe();
    told = merge(...runs.value.map(({ changed }) => changed)).subscribe(({ kind }) => {
      if (kind === 'run') fill();
    });
    fill();
  });
  return {
    element: select,
    destroy() {
      told?.unsubscribe();
      subscription.unsubscribe();
    },
  };
}
