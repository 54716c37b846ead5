import { type LossName, lossOf, oneHot } from '../core/losses/loss.js';
import { answerBorder } from '../core/losses/output-error.js';
import type { Judge } from './learner.js';
import { correctAnswers, type Presentation } from './presentation.js';
import type { Judged } from './trainer.js';

/** A dense layer of a learner's own network, as far as answering goes. */
interface AnsweringLayer {
  readonly fanIn: number;
  readonly fanOut: number;
  /** Sums of a batch, `[batch × fanIn]` to `[batch × fanOut]`; a new array. */
  sums(inputs: Float64Array): Float64Array;
}

/** A chain of dense layers with linear outputs that answers in one step. */
export interface LayeredNetwork {
  readonly layers: readonly AnsweringLayer[];
  /** Hidden units: from the sums of the layer of that index. */
  respond(sums: Float64Array, layer: number): Float64Array;
  /** Whether hidden outputs of 1 are spikes. */
  readonly spiking: boolean;
  /** Whether inputs of 0 cost an operation, too, as where a share of every connection has to be found. */
  readonly visitsZeros: boolean;
}

/** The batch that a presentation of one step shows, `[batch × inputs]`. */
export function shownInputs({ input }: Presentation): Float64Array {
  if (input.kind === 'spikes')
    throw new RangeError('a learner with a network of its own needs values, not spikes: use the encoder direct');
  return input.values;
}

/** Targets of a loss: one output a class, or a single output that is compared with the label itself. */
export function targetsOf(labels: Int32Array, outputs: number): Float64Array {
  return outputs === 1 ? Float64Array.from(labels) : oneHot(labels, outputs);
}

/** What a batch of answers was worth; the reward is minus the loss, summed over the samples. */
export function judgedOutputs(outputs: Float64Array, labels: Int32Array, loss: LossName): Judged {
  const width = outputs.length / labels.length;
  const found = lossOf(loss, outputs, targetsOf(labels, width), width);
  return {
    values: outputs,
    outputSums: outputs,
    lastOutput: outputs,
    correct: correctAnswers(outputs, labels, answerBorder(loss, 'last', 1)),
    reward: -found.loss * labels.length,
  };
}

/** Shows a batch to a network, layer by layer, and counts spikes and multiply-adds. */
export function judgeLayers(network: LayeredNetwork, presentation: Presentation, loss: LossName): Judged {
  let arriving = shownInputs(presentation);
  let spikes = 0;
  let synapticOperations = 0;
  network.layers.forEach((layer, index) => {
    synapticOperations += layer.fanOut * (network.visitsZeros ? arriving.length : nonZeros(arriving));
    const sums = layer.sums(arriving);
    const last = index === network.layers.length - 1;
    arriving = last ? sums : network.respond(sums, index);
    if (!last && network.spiking) spikes += nonZeros(arriving);
  });
  return { ...judgedOutputs(arriving, presentation.labels, loss), spikes, synapticOperations };
}

/** A network that only answers, such as one with other weights than those that were learned. */
export function layersJudge(network: LayeredNetwork, loss: LossName): Judge {
  return {
    judge: async (presentation) => judgeLayers(network, presentation, loss),
    close: async () => undefined,
  };
}

function nonZeros(values: Float64Array): number {
  let count = 0;
  for (let k = 0; k < values.length; k++) if (values[k] !== 0) count++;
  return count;
}
