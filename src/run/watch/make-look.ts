import type { RecordedSpikes } from '../../backends/backend.js';
import { chunkReport } from '../../backends/reference/chunk-report.js';
import { answersOf } from '../../core/answers.js';
import type { InputChunk } from '../../core/input-chunk.js';
import type { Tensors } from '../../core/layers/tensors.js';
import type { Learning } from '../../core/learning.js';
import { answerBorder } from '../../core/losses/output-error.js';
import type { NetworkPlan } from '../../core/network/plan-network.js';
import { simulateStimulated } from '../../core/network/simulate-network.js';
import { hasSpikes } from '../../core/neurons/neuron.js';
import { type Signal, signalOf, sumOverSteps } from '../../core/signal.js';
import { outcomeOf } from '../../trainers/presentation.js';
import { presentation } from '../batches.js';
import { heardPresentation } from '../heard-presentation.js';
import type { PreparedRun } from '../prepare-run.js';
import { spikeTimes } from '../spike-times.js';
import type { Task } from '../task.js';
import { knownNeurons, knownPulses } from './known-neurons.js';
import type { Look, LookRequest } from './look.js';
import type { OwnFeedback } from './own-feedback.js';
import { voltagesOf } from './voltages-of.js';

/** What is looked at, and what it sends back; `sendBack` of `ownFeedback`. */
export interface LookPlace {
  readonly task: Task;
  readonly run: PreparedRun;
  readonly sendBack: OwnFeedback | undefined;
}

/**
 * Shows one test sample to a network in float64. The run goes on as if nobody had looked: the network is a copy, and the
 * sample is encoded with a stream of its own, so that it looks the same whenever it is shown. (Only random encoders show
 * it otherwise than a test pass does.)
 *
 * Random streams: `encode/look/<sample>`.
 *
 * @param tensors The network's, in storage layout; untouched.
 * @param request What it names and the network does not have is left out, and so are pulses of neurons that are cut off.
 * @returns undefined when there is no such test sample.
 */
export function makeLook({ task, run, sendBack }: LookPlace, tensors: Tensors, request: LookRequest): Look | undefined {
  const { plan, test, streams } = run;
  const { sample } = request;
  if (!(sample in test.dataSet.labels)) return undefined;
  const cuts = run.learner.cuts?.();
  const plain = presentation(test, Uint32Array.of(sample), streams.fresh(`encode/look/${sample}`));
  const shown = heardPresentation(plain, plan, cuts);
  const { steps, labels } = shown;
  const span = { steps, batch: 1 };
  const pulses = knownPulses(plan, request.pulses, cuts?.silenced);
  const trace = simulateStimulated(plan, tensors, signalOf(shown.input, plan.inputSize, span), span, pulses);
  // The first layer reads nothing but the input.
  const signal = trace.layers[0]!.inputs[0]!;
  const spiking = plan.layers.flatMap(({ id, neuron }) => (hasSpikes(neuron) ? [id] : []));
  const report = chunkReport(plan, trace, signal, spiking);
  const { values } = outcomeOf(report, shown, plan.readout);
  const sent = sendBack?.({ trace, values, labels }, 'inputs');
  return {
    sample,
    label: labels[0]!,
    answer: answersOf(values, plan.outputSize, borderOf(task.learn, plan, steps))[0]!,
    steps,
    spikes: [...inputSpikes(plan.description.input.id, shown.input), ...report.recorded].map((spikes) => {
      return { layer: spikes.layer, times: spikeTimes(spikes, steps), units: spikes.units };
    }),
    voltages: voltagesOf(trace, knownNeurons(plan, request.voltagesOf)),
    readout: Float32Array.from(values),
    input: meanInput(signal, plan.inputSize, steps),
    ...(sent?.inputs ? { inputReward: Float32Array.from(sent.inputs) } : {}),
    pulses,
  };
}

/** Where the run itself turns from class 0 to class 1 when the network has one output. */
function borderOf(learn: Learning, { readout }: NetworkPlan, steps: number): number {
  const hasLoss = learn.method === 'gradient' || (learn.method === 'peer' && learn.rule.kind === 'perturbation');
  return answerBorder(hasLoss ? learn.loss : undefined, readout, steps);
}

function inputSpikes(layer: string, input: InputChunk): readonly RecordedSpikes[] {
  return input.kind === 'spikes' ? [{ layer, offsets: input.offsets, units: input.indices }] : [];
}

function meanInput({ values, constant }: Signal, inputs: number, steps: number): Float32Array {
  return constant ? Float32Array.from(values) : Float32Array.from(sumOverSteps(values, inputs), (sum) => sum / steps);
}
