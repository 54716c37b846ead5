import { element } from '../page/element.js';
import type { TrainingPhase } from './training.js';
import type { Failure } from './worker/messages.js';

/** Seed and the button that begins. */
export interface TrainBar {
  readonly element: HTMLElement;
  /** Undefined: that of the scenario. */
  readonly seed: () => number | undefined;
  setSeed(seed: number | undefined): void;
  /** @param hindrance Why training cannot begin; undefined when it can. */
  show(phase: TrainingPhase, failure: Failure | undefined, hindrance: string | undefined): void;
  /** Says which seed the scenario has of its own. */
  scenarioSeed(seed: number | undefined): void;
}

const WORDS: Readonly<Record<TrainingPhase, string>> = {
  idle: 'Train',
  starting: 'Starting …',
  running: 'Start over',
  over: 'Train again',
};

/** @param changed Hears that another seed was chosen. @param train Begins training. */
export function createTrainBar(changed: () => void, train: () => void): TrainBar {
  const field = { type: 'number', min: 0, max: Number.MAX_SAFE_INTEGER, step: 1, inputmode: 'numeric' } as const;
  const input = element('input', { ...field, class: 'seed', placeholder: '0' });
  const dice = element('button', { type: 'button', title: 'The next seed: another beginning' }, 'Next seed');
  const button = element('button', { type: 'button', class: 'train' }, 'Train');
  const message = element('div', { class: 'trouble', role: 'alert', hidden: true });
  let own = 0;
  const seed = (): number | undefined =>
    input.value === '' || !input.validity.valid ? undefined : input.valueAsNumber;
  input.addEventListener('change', () => {
    if (input.reportValidity()) changed();
  });
  dice.addEventListener('click', () => {
    input.value = String((seed() ?? own) + 1);
    changed();
  });
  button.addEventListener('click', train);
  return {
    element: element(
      'div',
      { class: 'train-bar' },
      element(
        'div',
        { class: 'controls-row' },
        element('label', { class: 'labelled' }, element('span', {}, 'Seed'), input),
        dice,
      ),
      button,
      message,
    ),
    seed,
    setSeed(next) {
      input.value = next === undefined ? '' : String(next);
    },
    scenarioSeed(next) {
      if (next === undefined) return;
      own = next;
      input.placeholder = String(next);
    },
    show(phase, failure, hindrance) {
      button.textContent = WORDS[phase];
      button.disabled = hindrance !== undefined;
      button.title = hindrance ?? '';
      const words = failure ? [`${failure.message} (${failure.code})`, failure.remedy ?? ''] : [];
      const lines = words.flatMap((text) => text.split('\n')).filter((line) => line !== '');
      message.hidden = lines.length === 0;
      message.replaceChildren(...lines.map((line) => element('p', {}, line)));
    },
  };
}
