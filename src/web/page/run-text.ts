import type { Metrics } from '../../run/run-event.js';
import type { FrameOf, RunFacts } from '../../streams/frames/view-frame.js';
import { countText, durationText, timeText } from '../../streams/text/number-text.js';
import type { RunStore } from '../view/run-store.js';

/** One fact of a run: what it is, and its text. */
export type Fact = readonly [name: string, text: string];

/** Most layers whose sizes are written out. */
const LAYERS = 8;

/** Sizes of all layers, from the input on: `64 → 200 → 10`; the middle of a deep network is left out. */
export function sizesText(layers: RunFacts['layers']): string {
  const sizes = layers.map(({ size }) => countText(size));
  const shown = sizes.length <= LAYERS ? sizes : [...sizes.slice(0, LAYERS - 2), '…', ...sizes.slice(-1)];
  return shown.join(' → ');
}

/** Kinds of neurons in the order of their first layers: `lif`, `lif, step`. */
function neuronsText(layers: RunFacts['layers']): string {
  return [...new Set(layers.slice(1).map(({ neuron }) => neuron))].join(', ');
}

/** What a run is, for people. */
export function runFacts(facts: RunFacts): readonly Fact[] {
  const { seed, backend, rule, parameters, layers, steps, dt, trainSamples, testSamples } = facts;
  return [
    ['Network', sizesText(layers)],
    ['Neurons', neuronsText(layers)],
    ['Parameters', countText(parameters)],
    ['Rule', rule],
    ['Seed', String(seed)],
    ['Backend', backend],
    ['Samples', `${countText(trainSamples)} train, ${countText(testSamples)} test`],
    ['Presentation', `${steps} ${steps === 1 ? 'step' : 'steps'} of ${Number((dt * 1000).toPrecision(6))} ms`],
  ];
}

/** How far a run is, or how it ended. */
export interface Outcome {
  readonly mark: 'running' | 'paused' | 'lost' | 'complete' | 'interrupted' | 'failed' | 'unfinished';
  readonly text: string;
}

/**
 * @param connected Whether whoever tells of the run can be heard: what it does is not known otherwise.
 * @returns undefined as long as the run has not said what it is.
 */
export function outcomeOf(
  { facts, ended, state, batches, phases, progress }: RunStore,
  connected = true,
): Outcome | undefined {
  if (!facts) return undefined;
  if (ended) {
    const unmet = ended.expect.filter(({ pass }) => !pass).length;
    const at = `after ${ended.epochs} of ${facts.epochs} epochs, ${durationText(ended.seconds)}`;
    if (ended.reason !== 'complete') return { mark: ended.reason, text: `${ended.reason} ${at}` };
    const met = unmet > 0 ? `, ${unmet} ${unmet === 1 ? 'expectation' : 'expectations'} not met` : '';
    return { mark: unmet > 0 ? 'failed' : 'complete', text: `complete ${at}${met}` };
  }
  const done = Math.floor(batches.newest?.epoch ?? 0);
  const epoch = `epoch ${Math.min(done + 1, facts.epochs)} of ${facts.epochs}`;
  const text = phaseText(facts, phases.at(-1), progress, epoch);
  if (!connected) return { mark: 'lost', text: `not connected, last seen at ${text}` };
  if (state.stopping) return { mark: 'running', text: `stopping, ${text}` };
  return state.paused ? { mark: 'paused', text: `paused, ${text}` } : { mark: 'running', text: `running, ${text}` };
}

/** Which phase goes on, and how far: `recover (train), epoch 3 of 3`, `probe (run), 100 ms of 200 ms`. */
function phaseText(
  { phases, dt }: RunFacts,
  last: FrameOf<'phase'> | undefined,
  progress: FrameOf<'progress'> | undefined,
  epoch: string,
): string {
  const phase = phases?.find(({ id }) => id === last?.phase);
  if (!phase || last?.state !== 'started') return epoch;
  const name = `${phase.id} (${phase.kind})`;
  if (phase.kind === 'train') return `${name}, ${epoch}`;
  if (progress?.phase !== phase.id) return name;
  const { done, of } = progress;
  return phase.kind === 'run'
    ? `${name}, ${timeText(done, dt)} of ${timeText(of, dt)}`
    : `${name}, batch ${countText(done)} of ${countText(of)}`;
}

/** What must be known before anything of a run that did not come to its end is read; undefined for others. */
export function cutShortText({ facts, ended }: RunStore): string | undefined {
  if (!facts || !ended) return undefined;
  const came = `${ended.epochs} of ${facts.epochs} epochs`;
  if (ended.reason === 'interrupted')
    return `This run was interrupted after ${came}: everything here is as far as it came.`;
  if (ended.reason === 'unfinished')
    return `The log of this run stops after ${came}, without an end: it was killed, or went on when the log was read.`;
  return undefined;
}

/** Whether somebody changed the run while it went: its figures are then not those of its scenario. */
export function isChangedByHand({ ended, interventions }: RunStore): boolean {
  return ended?.interventions !== undefined || interventions.some(({ refused }) => refused === undefined);
}

/** The newest value of every metric: at the end those of the summary, in their order. */
export function newestMetrics({ ended, metrics }: RunStore): Metrics {
  if (ended && ended.reason !== 'failed' && ended.reason !== 'unfinished') return ended.metrics;
  const newest = (wanted: 'train' | 'test'): Metrics =>
    metrics.findLast(({ split }) => split === wanted)?.metrics ?? {};
  return { ...newest('train'), ...newest('test') };
}
