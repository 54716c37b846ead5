import { isSpiking, NEURONS, type NeuronDescription } from '../../core/neurons/neuron.js';
import { type Shape, sizeOf } from '../../core/shape.js';
import { type SourceShape, sourceShape } from '../../data/source-shape.js';
import type { RunEvent } from '../../run/run-event.js';
import { recordableLayers } from '../../scenario/check/recordable-layers.js';
import type { Scenario } from '../../scenario/scenario.js';
import type { RunFacts, ViewLayer } from './view-frame.js';
import { viewPhases } from './view-phase.js';

type Started = Extract<RunEvent, { kind: 'run-started' }>;

/**
 * What a view is told of a run at its beginning.
 *
 * @param scenarioText The resolved scenario as YAML.
 * @param data         Shape and classes of the data; known of all but those that only a file knows (`idx`, `csv`), for which
 *   the input of the network and its outputs stand in.
 */
export function runFacts(
  scenario: Scenario,
  started: Started,
  scenarioText: string,
  data: Pick<SourceShape, 'shape' | 'classes'> | undefined = sourceShape(scenario.data.test),
): RunFacts {
  const { name, seed, parameters, trainSamples, testSamples, epochs, batchesPerEpoch } = started;
  const { learn, time, network } = scenario;
  return {
    ...{ name, seed, parameters, trainSamples, testSamples, epochs, batchesPerEpoch },
    backend: started.backend.chosen,
    rule: learn.method === 'lfp' ? `lfp-${learn.rule.kind}` : learn.rule.kind,
    scenario: scenarioText,
    layers: viewLayers(scenario, started),
    inputShape: inputShape(network.input.shape, data?.shape),
    classes: data?.classes ?? started.layers.at(-1)!.size,
    steps: time.steps,
    dt: time.dt,
    learningRate: learn.optimizer.lr,
    feedback: learn.method === 'peer' ? 'none' : learn.method,
    ...(scenario.phases.length === 0 ? {} : { phases: viewPhases(scenario, trainSamples, sizesOf(scenario, started)) }),
  };
}

function sizesOf({ network }: Scenario, { layers }: Started): ReadonlyMap<string, number> {
  const { id, shape } = network.input;
  return new Map([[id, sizeOf(shape)], ...layers.map((layer) => [layer.id, layer.size] as const)]);
}

function viewLayers({ network, encode }: Scenario, { layers }: Started): readonly ViewLayer[] {
  const firing = recordableLayers(network, encode.kind);
  const { id, shape } = network.input;
  return [
    { id, size: sizeOf(shape), neuron: 'input', spikes: firing.includes(id), membrane: false },
    ...layers.map((layer) => ({
      ...layer,
      spikes: firing.includes(layer.id),
      membrane: hasMembrane(layer.neuron),
      ...thresholdOf(network, layer.id),
    })),
  ];
}

function thresholdOf(network: Scenario['network'], id: string): Pick<ViewLayer, 'threshold'> {
  const layer = network.layers.find((one) => one.id === id);
  return layer && 'neuron' in layer && isSpiking(layer.neuron) ? { threshold: layer.neuron.threshold } : {};
}

function hasMembrane(kind: string): boolean {
  return Object.hasOwn(NEURONS, kind) && isSpiking({ kind } as NeuronDescription);
}

/**
 * `[height, width, channels]` of an image, `[size]` of anything else. The numbers themselves lie as the network takes them,
 * `[channels × height × width]`. Images are fed to dense layers as one row of numbers: their shape is that of the data,
 * unless encoding changes it.
 */
function inputShape(input: Shape, data: Shape | undefined): Shape {
  const shape = data && sizeOf(data) === sizeOf(input) ? data : input;
  const [channels, height, width] = shape;
  return shape.length === 3 ? [height!, width!, channels!] : [sizeOf(shape)];
}
