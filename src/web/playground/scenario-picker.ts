import { element } from '../page/element.js';
import type { ShippedScenario } from './link/experiment.js';

/** Which shipped scenario to begin from. */
export interface ScenarioPicker {
  readonly element: HTMLElement;
  /** Says which one the text in the editor began as, and whether it was changed since; '' for none. */
  show(base: string, changed: boolean): void;
  /** Says why a scenario cannot run on a page. */
  mark(name: string, blocked: boolean): void;
}

/** @param choose Hears which scenario was chosen. */
export function createScenarioPicker(
  shipped: readonly ShippedScenario[],
  choose: (scenario: ShippedScenario) => void,
): ScenarioPicker {
  const options = new Map(shipped.map(({ name }) => [name, element('option', { value: name }, name)]));
  const own = element('option', { value: '', hidden: true }, 'your own');
  const select = element('select', { class: 'scenario-choice' }, own, ...options.values());
  const reset = element(
    'button',
    { type: 'button', title: 'Takes the changes to the text back', hidden: true },
    'Reset',
  );
  const begin = (): void => {
    const chosen = shipped.find(({ name }) => name === select.value);
    if (chosen) choose(chosen);
  };
  select.addEventListener('change', begin);
  reset.addEventListener('click', begin);
  return {
    element: element(
      'div',
      { class: 'scenario-picker' },
      element('label', { class: 'labelled' }, element('span', {}, 'Scenario'), select),
      reset,
    ),
    show(base, changed) {
      const known = shipped.find(({ name }) => name === base);
      select.value = known ? base : '';
      reset.hidden = !(known && changed);
    },
    mark(name, blocked) {
      const option = options.get(name);
      if (option) option.textContent = blocked ? `${name} (needs files)` : name;
    },
  };
}
