import type { Pulse } from '../../run/watch/look.js';
import { element } from '../page/element.js';
import { pulseText, unitsText } from './pulse-list.js';
import type { LayerUnits } from './silenced-neurons.js';

/** What can be taken back. */
export interface StimulusList {
  readonly element: HTMLElement;
  /** @param able Whether the run takes neurons back; pulses are this page's own and can be removed at any time. */
  show(pulses: readonly Pulse[], silenced: readonly LayerUnits[], able: boolean): void;
}

interface Takeback {
  pulse(pulse: Pulse): void;
  silence(silenced: LayerUnits): void;
}

/** Pulses that are given and neurons that are cut off, each with a button that takes it back. */
export function createStimulusList(takeBack: Takeback): StimulusList {
  const list = element('ul', { class: 'stimuli', 'aria-label': 'Pulses and silenced neurons', hidden: true });
  let shown = '';
  return {
    element: list,
    show(pulses, silenced, able) {
      const entries = [
        ...pulses.map((pulse) => ({
          ...{ kind: 'Pulse', text: pulseText(pulse), word: 'Remove', disabled: false },
          undo: () => takeBack.pulse(pulse),
        })),
        ...silenced.map((neurons) => ({
          ...{ kind: 'Silenced', text: unitsText(neurons.layer, neurons.units), word: 'Restore', disabled: !able },
          undo: () => takeBack.silence(neurons),
        })),
      ];
      const next = JSON.stringify(entries);
      if (next === shown) return;
      shown = next;
      list.hidden = entries.length === 0;
      list.replaceChildren(
        ...entries.map(({ kind, text, word, disabled, undo }) => {
          const name = `${word}: ${kind.toLowerCase()} ${text}`;
          const button = element('button', { type: 'button', 'aria-label': name, disabled }, word);
          button.addEventListener('click', undo);
          return element(
            'li',
            { 'data-kind': kind.toLowerCase() },
            element('b', {}, kind),
            element('span', {}, text),
            button,
          );
        }),
      );
    },
  };
}
