import type { Reading } from '../expressions/expression.js';
import { METRICS } from '../metrics.js';
import type { NodeNames } from '../phases/node-names.js';
import type { PhaseOutline } from '../phases/phase.js';
import type { TextProblem } from '../phases/read-nodes.js';
import { metricOf, metricsIn, nodesOfReading, readingText } from '../phases/readings.js';
import { listed, nearestName, quoted } from '../problems/words.js';
import { COUNTED, type CountedName, DIGESTED, type Measurable, type Measurement, type Window } from './measurement.js';

/** Which names there are for what is measured. */
export interface NameScope {
  /** Spikes and digests are told by phases only. */
  readonly hasPhases: boolean;
  /** Whether any other name is one of a metric, which a learner may have or not: so it is in code. */
  readonly anyMetric?: boolean;
}

/** What of a scenario decides whether an expectation means something. */
export interface MeasuredRun extends Pick<NameScope, 'anyMetric'> {
  /** None: a single training. */
  readonly phases: readonly PhaseOutline[];
  /** Steps of a presentation. */
  readonly steps: number;
  readonly names: NodeNames;
}

/** Where something is to be measured, as far as a file says. */
interface Asked {
  /** undefined: in the last phase that has it. */
  readonly phase: string | undefined;
  readonly window?: Window | undefined;
  /** Only in one of these; omitted: all phases. */
  readonly among?: readonly PhaseOutline[];
}

/** What keeps something from being measured: the text that names it, the phase, or the window. */
export interface MeasurementProblem extends TextProblem {
  readonly blames: 'that' | 'in' | 'window';
}

type Named = Pick<Reading, 'name' | 'of'>;

export function scopeOf({ phases, anyMetric = false }: MeasuredRun): NameScope {
  return { hasPhases: phases.length > 0, anyMetric };
}

function isCounted(name: string): name is CountedName {
  return (COUNTED as readonly string[]).includes(name);
}

/** The problem of a word that is none of these. */
function unknownWord(word: string, what: string, words: readonly string[]): TextProblem {
  const suggestion = nearestName(word, words);
  return {
    expected: `${what}${listed(words)}`,
    got: quoted(word),
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

function isOfPhases({ name, of }: Named): boolean {
  return isCounted(name) || (name === 'digest' && DIGESTED.some((what) => what === of));
}

/** What is wrong with the name of something that is to be measured; its nodes are not looked at. */
export function nameProblem(reading: Named, { hasPhases, anyMetric }: NameScope): TextProblem | undefined {
  const isKnown = isOfPhases(reading);
  if (isKnown ? hasPhases : anyMetric || metricOf(reading)) return undefined;
  const text = readingText(reading);
  if (isKnown)
    return { expected: 'a metric: spikes and weights are told by phases, and there are none', got: quoted(text) };
  const ofPhases = [...COUNTED.map((one) => `${one}(…)`), ...DIGESTED.map((what) => `digest(${what})`)];
  return unknownWord(text, 'one of ', [...Object.keys(METRICS), ...(hasPhases ? ofPhases : [])]);
}

/** What can be measured by this name. */
function measurableOf(reading: Named, run: MeasuredRun): Measurable | TextProblem {
  const problem = nameProblem(reading, scopeOf(run));
  if (problem) return problem;
  if (!isOfPhases(reading)) return { kind: 'metric', name: readingText(reading) };
  const { name, of } = reading;
  if (!isCounted(name)) return { kind: 'digest', what: of === 'weights' ? 'weights' : 'spikes' };
  const found = nodesOfReading(reading, run.names);
  return 'expected' in found ? found : { kind: name, nodes: found.nodes };
}

function isMeasuredIn(measurable: Measurable, { kind }: PhaseOutline): boolean {
  if (measurable.kind === 'metric') return metricsIn(kind).some((name) => name === measurable.name);
  return kind !== 'train' || (measurable.kind === 'digest' && measurable.what === 'weights');
}

function windowText([from, to]: Window): string {
  return `[${from}, ${to}]`;
}

/** Steps of a phase in which spikes can be counted; none while it learns. */
function countedSteps(phase: PhaseOutline, { steps }: Pick<MeasuredRun, 'steps'>): number {
  if (phase.kind === 'train') return 0;
  return phase.kind === 'run' ? phase.steps : steps;
}

function phaseOf(
  measurable: Measurable,
  text: string,
  { phase: asked, among }: Asked,
  { phases }: MeasuredRun,
): PhaseOutline | MeasurementProblem {
  const possible = among ?? phases;
  const able = possible.filter((phase) => isMeasuredIn(measurable, phase));
  const ids = able.map(({ id }) => id);
  if (asked === undefined)
    return able.at(-1) ?? { blames: 'that', expected: 'something that one of the phases measures', got: text };
  const found = able.find(({ id }) => id === asked);
  if (found) return found;
  const other = phases.find(({ id }) => id === asked);
  const names = possible.map(({ id }) => id);
  if (!other) return { blames: 'in', ...unknownWord(asked, 'the name of a phase: ', names) };
  if (!possible.includes(other))
    return { blames: 'in', expected: `a phase that does not come later: ${listed(names)}`, got: quoted(asked) };
  const expected = `a phase that measures ${text}: ${ids.length === 0 ? 'none does' : listed(ids)}`;
  return { blames: 'in', expected, got: `${quoted(asked)}, a ${other.kind} phase` };
}

/** Reads what is to be measured, where and when; or what is wrong with that. */
export function readMeasurement(reading: Named, asked: Asked, run: MeasuredRun): Measurement | MeasurementProblem {
  const measurable = measurableOf(reading, run);
  if ('expected' in measurable) return { ...measurable, blames: 'that' };
  const text = quoted(readingText(reading));
  const isCount = measurable.kind !== 'metric' && measurable.kind !== 'digest';
  if (asked.window && !isCount)
    return { blames: 'window', expected: `none for ${text}`, got: windowText(asked.window) };
  if (run.phases.length === 0 && asked.phase !== undefined)
    return { blames: 'in', expected: 'no phase: the file has none', got: quoted(asked.phase) };
  if (run.phases.length === 0 && measurable.kind === 'metric') return { ...measurable, phase: undefined };
  const phase = phaseOf(measurable, text, asked, run);
  if ('expected' in phase) return phase;
  if (!isCount) return { ...measurable, phase: phase.id };
  const steps = countedSteps(phase, run);
  const window = asked.window ?? [0, steps];
  if (window[0] < window[1] && window[1] <= steps) return { ...measurable, window, phase: phase.id };
  const whole = phase.kind === 'run' ? `phase "${phase.id}"` : `a presentation in "${phase.id}"`;
  const expected = `[from, to] with from < to, within the ${steps} steps of ${whole}`;
  return { blames: 'window', expected, got: windowText(window) };
}
