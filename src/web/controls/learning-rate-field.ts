import type { ViewCommand } from '../../streams/frames/view-command.js';
import { element } from '../page/element.js';
import { signButton } from '../page/labelled.js';
import type { Part } from '../page/part.js';
import type { RunStore } from '../view/run-store.js';
import { isSteerable } from './is-steerable.js';
import { presentLearningRate, settledLearningRate } from './learning-rates.js';

/** A number as short as it is told apart from others: `0.003`, `3e-7`. */
function rateText(rate: number): string {
  return String(Number(rate.toPrecision(4)));
}

/** The learning rate of the optimizer, to be changed while the run goes on, and the one in force after the schedule. */
export function createLearningRateField(send: (command: ViewCommand) => void): Part {
  const field = { type: 'number', step: 'any', min: 0, required: true, inputmode: 'decimal' } as const;
  const input = element('input', { ...field, class: 'rate' });
  const set = element('button', { type: 'submit' }, 'Set');
  const told = element('output', { class: 'aside', 'aria-label': 'Learning rate in force', 'aria-live': 'off' });
  const form = element('form', { class: 'controls-row', novalidate: false });
  let store: RunStore | undefined;
  let touched = false;
  const change = (value: number): void => {
    touched = false;
    send({ kind: 'intervene', intervention: { kind: 'learning-rate', value } });
  };
  const scaled = (factor: number) => () => {
    if (store) change(Number((settledLearningRate(store) * factor).toPrecision(6)));
  };
  const halve = signButton('÷2', 'Halve the learning rate', scaled(0.5));
  const double = signButton('×2', 'Double the learning rate', scaled(2));
  input.addEventListener('input', () => {
    touched = true;
  });
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
      for (const control of [input, set, halve, double]) control.disabled = !steerable;
      if (!run?.facts) return;
      if (!touched) {
        const settled = rateText(settledLearningRate(run));
        if (input.value !== settled) input.value = settled;
      }
      const text = `now ${rateText(presentLearningRate(run))}`;
      if (told.textContent !== text) told.textContent = text;
    },
  };
}
