import type { NetworkPlan } from '../../core/network/plan-network.js';
import { isSpiking } from '../../core/neurons/neuron.js';
import type { Span } from '../../core/signal.js';
import type { LayerStimulus } from '../backend.js';
import type { DeviceLayer, DeviceTensors } from './device-layers.js';
import { respond } from './device-neurons.js';
import type { DeviceSignal } from './device-signal.js';
import { type DeviceStimulus, stimulatedOn } from './device-stimulus.js';
import type { HandleScope } from './handle-scope.js';
import type { DeviceState, DeviceTrace } from './neuron-state.js';
import { staticOutputs } from './static-outputs.js';

/** What one layer did during a piece of a presentation. */
interface DeviceLayerTrace {
  readonly inputs: readonly DeviceSignal[];
  readonly sums: DeviceSignal;
  /** Whether the sums are those of the piece before. */
  readonly taken: boolean;
  /** What drove the neurons where currents were injected; undefined: the sums alone. */
  readonly stimulus: DeviceStimulus | undefined;
  readonly membrane: DeviceTrace | undefined;
  readonly output: DeviceSignal;
}

export interface DevicePiece {
  readonly span: Span;
  readonly layers: readonly DeviceLayerTrace[];
  /** After the piece; undefined for units without memory. */
  readonly states: readonly (DeviceState | undefined)[];
}

export interface DeviceNetwork {
  readonly plan: NetworkPlan;
  readonly layers: readonly DeviceLayer[];
}

/** How long a piece is, for how many samples, and the currents that drive neurons in it, at most one stimulus a layer. */
export interface StimulatedSpan extends Span {
  readonly stimuli: readonly LayerStimulus[];
}

/**
 * Runs a network through a piece of a presentation, layer by layer, each for all steps.
 *
 * @param earlier The piece before: what a constant input gave is taken over from it.
 * @param lasting Owns what is the same at every step, and outlives the piece; `scope` owns the rest.
 */
export async function runPiece(
  { plan, layers }: DeviceNetwork,
  tensors: DeviceTensors,
  input: DeviceSignal,
  states: readonly (DeviceState | undefined)[],
  { stimuli, ...span }: StimulatedSpan,
  earlier: DevicePiece | undefined,
  { lasting, scope }: { readonly lasting: HandleScope; readonly scope: HandleScope },
): Promise<DevicePiece> {
  const traces: DeviceLayerTrace[] = [];
  const after: (DeviceState | undefined)[] = [];
  for (const [index, layer] of plan.layers.entries()) {
    const inputs = layer.sources.map((source) => (source < 0 ? input : traces[source]!.output));
    const before = earlier?.layers[index];
    const taken = before?.inputs.every((signal, k) => signal.constant && signal === inputs[k]) ?? false;
    const owner = inputs.every((signal) => signal.constant) ? lasting : scope;
    const sums = taken ? before!.sums : await layers[index]!.sums(inputs, tensors, span, owner);
    const { neuron } = layer;
    const injected = stimuli.find(({ layer: id }) => id === layer.id);
    const stimulus = injected && (await stimulatedOn(sums, injected, span, scope));
    const driving = stimulus?.driving ?? sums;
    if (!isSpiking(neuron)) {
      const output =
        taken && !stimulus && before!.output.constant
          ? before!.output
          : await staticOutputs(neuron, driving, driving.constant ? lasting : scope);
      traces.push({ inputs, sums, taken, stimulus, membrane: undefined, output });
      after.push(undefined);
      continue;
    }
    const { output, trace, state } = await respond(neuron, driving, states[index]!, span, scope);
    traces.push({ inputs, sums, taken, stimulus, membrane: trace, output });
    after.push(state);
  }
  return { span, layers: traces, states: after };
}
