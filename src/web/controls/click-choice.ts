import { element } from '../page/element.js';
import { labelledNumber } from '../page/labelled.js';
import type { Part } from '../page/part.js';
import type { View, ViewState } from '../view/view-state.js';
import { isSteerable } from './is-steerable.js';
import type { PulseShape } from './pulse-list.js';

type Click = ViewState['click']['value'];

const CHOICES: readonly (readonly [Click, string, string])[] = [
  ['pin', 'Pin', 'Shows the membrane of the neuron'],
  ['pulse', 'Pulse', 'Gives the neuron a current in every presentation'],
  ['silence', 'Silence', 'Cuts the neuron off; once more gives its connections back'],
];
/** Far more than a membrane can bear. */
const LARGEST_AMPLITUDE = 1000;
let made = 0;

/** What a click on a row does, and what a pulse is like. */
export interface ClickChoice extends Part {
  /** @param clicked Step of the presentation that was clicked at; undefined: at none. */
  shape(clicked: number | undefined): PulseShape;
}

export function createClickChoice({ state: { click } }: View): ClickChoice {
  const name = `click-${++made}`;
  const radios = CHOICES.map(([value, label, title]) => {
    const radio = element('input', { type: 'radio', name, value });
    radio.addEventListener('change', () => click.next(value));
    return { radio, value, label: element('label', { title, class: 'choice' }, radio, element('span', {}, label)) };
  });
  let shape: PulseShape = { amplitude: 1, duration: 3, at: 5 };
  const change = (part: Partial<PulseShape>): void => {
    shape = { ...shape, ...part };
  };
  const amplitude = labelledNumber('Amplitude', [-LARGEST_AMPLITUDE, LARGEST_AMPLITUDE], (value) =>
    change({ amplitude: value }),
  );
  const at = labelledNumber('At step', [0, 0], (value) => change({ at: value }));
  const duration = labelledNumber('Steps', [1, 1], (value) => change({ duration: value }));
  const here = element('input', { type: 'checkbox' });
  here.checked = true;
  here.addEventListener('change', () => {
    at.input.disabled = here.checked;
  });
  at.input.disabled = true;
  amplitude.input.step = 'any';
  amplitude.input.inputMode = 'decimal';
  amplitude.input.value = String(shape.amplitude);
  const pulse = element(
    'div',
    { class: 'controls-row', role: 'group', 'aria-label': 'Pulse', hidden: true },
    ...[amplitude, duration, at].map((field) => field.element),
    element('label', { class: 'check' }, here, element('span', {}, 'where I click')),
  );
  click.subscribe((chosen) => {
    for (const { radio, value } of radios) radio.checked = value === chosen;
    pulse.hidden = chosen !== 'pulse';
  });
  return {
    element: element(
      'div',
      { class: 'click-choice' },
      element('span', { class: 'aside', 'aria-hidden': 'true' }, 'Click on a row'),
      element(
        'div',
        { class: 'choices', role: 'radiogroup', 'aria-label': 'What a click on a row of the raster does' },
        ...radios.map(({ label }) => label),
      ),
      pulse,
    ),
    shape: (clicked) => (here.checked && clicked !== undefined ? { ...shape, at: clicked } : shape),
    show(run) {
      const steerable = run !== undefined && isSteerable(run);
      for (const { radio, value } of radios) radio.disabled = value !== 'pin' && !steerable;
      const steps = run?.facts?.steps;
      if (steps === undefined) return;
      change({ at: Math.min(shape.at, steps - 1), duration: Math.min(shape.duration, steps) });
      at.input.max = String(steps - 1);
      duration.input.max = String(steps);
      for (const [input, value] of [
        [at.input, shape.at],
        [duration.input, shape.duration],
      ] as const)
        if (document.activeElement !== input) input.value = String(value);
    },
  };
}
