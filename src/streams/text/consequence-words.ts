import type { RunEvent } from '../../run/run-event.js';
import { stretchText } from './change-words.js';
import { countText } from './number-text.js';

type Told = Pick<Extract<RunEvent, { readonly kind: 'changed' }>, 'restored' | 'unfinished'>;

function ofThem(count: number, one: string): readonly string[] {
  return count === 0 ? [] : [`${countText(count)} ${one}${count === 1 ? '' : 's'}`];
}

/**
 * What came of a planned change that its plan does not say: what a restoration gave back, and what the phase's end cuts off
 * of a drive. Empty: nothing of it. @param dt Seconds of a time step.
 */
export function consequenceWords({ restored, unfinished }: Told, dt: number): readonly string[] {
  const back = restored && [...ofThem(restored.neurons, 'neuron'), ...ofThem(restored.connections, 'connection')];
  const nothing = 'nothing to give back: neurons come back by "nodes", single connections by "synapses"';
  return [
    ...(back ? [back.length > 0 ? `${back.join(' and ')} given back` : nothing] : []),
    ...(unfinished ? [`the phase ends ${stretchText(unfinished, { dt })} before it`] : []),
  ];
}
