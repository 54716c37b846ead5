import type { ViewCommand } from '../../streams/frames/view-command.js';
import { element } from '../page/element.js';
import { signButton } from '../page/labelled.js';
import type { Part } from '../page/part.js';
import type { RunStore } from '../view/run-store.js';
import { isSteerable } from './is-steerable.js';
import { rateInForceText, rateText, settledLearningRate, wrongRateText } from './learning-rates.js';

/** The learning rate of the optimizer, to be changed while the run goes on, and the one in force after the schedule. */
export function createLearningRateField(send: (command: ViewCommand) => void): Part {
  const field = { type: 'number', step: 'any', inputmode: 'decimal' } as const;
  const input = element('input', { ...field, class: 'rate' });
  const set = element('button', { type: 'submit' }, 'Set');
  const told = element('output', {
    class: 'aside rate-told',
    'aria-label': 'Learning rate in force',
    'aria-live': 'off',
  });
  const form = element('form', { class: 'controls-row' });
  let store: RunStore | undefined;
  let touched = false;
  const change = (value: number): void => {
    touched = false;
    send({ kind: 'intervene', intervention: { kind: 'learning-rate', value } });
  };
  const scaled = (run: RunStore, factor: number): number => Number((settledLearningRate(run) * factor).toPrecision(6));
  const scale = (factor: number) => () => {
    if (store) change(scaled(store, factor));
  };
  const halve = signButton('÷2', 'Halve the learning rate', scale(0.5));
  const double = signButton('×2', 'Double the learning rate', scale(2));
  input.addEventListener('input', () => {
    touched = true;
    input.setCustomValidity('');
  });
  // Comes before the form is sent, with the Enter key as well; a browser then says what is wrong, and sends nothing.
  set.addEventListener('click', () => input.setCustomValidity(wrongRateText(input.valueAsNumber) ?? ''));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    change(input.valueAsNumber);
  });
  const label = element('label', { class: 'labelled' }, element('span', {}, 'Learning rate'), input);
  form.append(label, element('div', { class: 'group' }, set, halve, double), told);
  return {
    element: form,
    show(run) {
      if (run !== store) touched = false;
      store = run;
      const steerable = run !== undefined && isSteerable(run);
      for (const control of [input, set]) control.disabled = !steerable;
      for (const [control, factor] of [
        [halve, 0.5],
        [double, 2],
      ] as const)
        control.disabled = !steerable || wrongRateText(scaled(run, factor)) !== undefined;
      if (!run?.facts) return;
      if (!touched) {
        const settled = rateText(settledLearningRate(run));
        if (input.value !== settled) {
          input.value = settled;
          input.setCustomValidity('');
        }
      }
      const text = rateInForceText(run);
      if (told.textContent !== text) told.textContent = text;
    },
  };
}
