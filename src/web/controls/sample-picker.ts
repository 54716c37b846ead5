import type { ViewCommand } from '../../streams/frames/view-command.js';
import { element } from '../page/element.js';
import { labelledNumber, signButton } from '../page/labelled.js';
import type { Part } from '../page/part.js';
import type { RunStore } from '../view/run-store.js';
import { isSteerable } from './is-steerable.js';
import { SampleSearch } from './sample-search.js';

/** Which test sample is shown: by number, one after the other, or only those that are answered wrong. */
export function createSamplePicker(send: (command: ViewCommand) => void): Part {
  const search = new SampleSearch();
  let store: RunStore | undefined;
  const ask = (sample: number): void => send({ kind: 'sample', sample });
  const { element: field, input } = labelledNumber('Test sample', [0, 0], ask);
  const wrong = element('input', { type: 'checkbox' });
  const told = element('output', { class: 'aside', 'aria-label': 'Answer to the sample', 'aria-live': 'off' });
  const move = (by: 1 | -1) => () => {
    const samples = store?.facts?.testSamples ?? 0;
    if (samples > 0) ask(search.begin(input.valueAsNumber || 0, by, samples, wrong.checked));
  };
  const before = signButton('◂', 'Sample before', move(-1));
  const after = signButton('▸', 'Next sample', move(1));
  wrong.addEventListener('change', () => search.end());
  input.addEventListener('input', () => search.end());
  return {
    element: element(
      'div',
      { class: 'controls-row', role: 'group', 'aria-label': 'Sample' },
      field,
      element('div', { class: 'group' }, before, after),
      element('label', { class: 'check' }, wrong, element('span', {}, 'wrong answers only')),
      told,
    ),
    show(run) {
      store = run;
      const steerable = run !== undefined && isSteerable(run);
      for (const control of [input, before, after, wrong]) control.disabled = !steerable;
      search.within(steerable ? run.facts : undefined);
      const samples = run?.facts?.testSamples ?? 0;
      input.max = String(Math.max(0, samples - 1));
      const look = run?.newestLook?.look;
      if (look) {
        if (document.activeElement !== input) input.value = String(look.sample);
        const next = steerable ? search.next(look) : undefined;
        const text = search.on
          ? `looking for a wrong answer: ${look.sample} …`
          : `label ${look.label}, answer ${look.answer} ${look.label === look.answer ? '✓' : '✗'}`;
        if (told.textContent !== text) told.textContent = text;
        if (next !== undefined) ask(next);
      } else if (input.value === '') input.value = '0';
    },
  };
}
