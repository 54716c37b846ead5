import type { NetworkDescription } from '../../core/layers/layer.js';
import { TRACE_VARIABLES, type Traceable, traceable, traceProblem } from '../check/traced-variables.js';
import { cadenceOf } from '../form/cadence-form.js';
import { below, checkForm, type Located, reportAt } from '../form/check-form.js';
import { CHECKPOINT_FORM, RECORD_EVERY_FORM, RECORD_FORM } from '../form/run-form.js';
import { nodeNames } from '../phases/node-names.js';
import type { NodeRange } from '../phases/nodes.js';
import { mergedNodes } from '../phases/read-nodes.js';
import type { Report } from '../problems/problem.js';
import { RUN_DEFAULTS } from '../run-settings.js';
import type { Recording, Scenario, TraceVariable } from '../scenario.js';
import { type RecordedNetwork, resolveRecordedSpikes } from './resolve-recorded-spikes.js';

type Units = number | string;
type Sizes = ReadonlyMap<string, number>;

/** Reads units of a layer: `all`, `3`, `"0:8"`. */
function rangeOf(written: Units, layer: string, size: number, part: Located, report: Report): NodeRange | undefined {
  if (written === 'all') return { layer, from: 0, to: size };
  const [first = 0, end = first + 1] = String(written).split(':').map(Number);
  if (first < end && end <= size) return { layer, from: first, to: end };
  const expected = first < end ? `units of "${layer}" within 0..${size - 1}` : 'a range of at least one unit';
  reportAt(part, expected, report, { got: String(written) });
  return undefined;
}

/** What there is to trace. */
interface TraceSource {
  readonly able: Traceable;
  readonly sizes: Sizes;
}

/** Reads one entry of `traces`: a variable of a layer, and of which units. */
function resolveTrace(
  key: string,
  units: Units | readonly Units[],
  part: Located,
  { able, sizes }: TraceSource,
  report: Report,
): Recording['traces'] | undefined {
  const dot = key.lastIndexOf('.');
  const [layer, variable] = [key.slice(0, Math.max(dot, 0)), key.slice(dot + 1)];
  const problem =
    dot < 0
      ? { expected: 'a layer and a variable such as h1.voltage', got: `"${key}"` }
      : traceProblem(able, layer, variable);
  if (problem) {
    const { expected, ...more } = problem;
    reportAt(part, expected, report, more);
    return undefined;
  }
  const size = sizes.get(layer)!;
  const list = typeof units === 'object' ? units : [units];
  const ranges = list.map((one, n) => rangeOf(one, layer, size, below(part, n) ?? part, report));
  const sound = ranges.filter((range) => range !== undefined);
  if (sound.length < list.length) return undefined;
  const name = TRACE_VARIABLES.find((one) => one === variable)!;
  return mergedNodes(sound, { sizes: new Map([[layer, size]]) }).map((nodes) => ({ variable: name, nodes }));
}

/** Traces by layer, then by variable, then by unit, in whatever order they were written. */
function inOrder(traces: Recording['traces'], sizes: Sizes): Recording['traces'] {
  const places = new Map([...sizes.keys()].map((id, n) => [id, n]));
  const rank = ({ variable, nodes }: { readonly variable: TraceVariable; readonly nodes: NodeRange }) =>
    (places.get(nodes.layer) ?? 0) * TRACE_VARIABLES.length + TRACE_VARIABLES.indexOf(variable);
  return traces.toSorted((a, b) => rank(a) - rank(b));
}

function resolveTraces(
  written: Readonly<Record<string, Units | readonly Units[]>>,
  part: Located,
  network: NetworkDescription | undefined,
  report: Report,
): Recording['traces'] | undefined {
  const sizes = network && nodeNames(network, {})?.sizes;
  if (!network || !sizes) return undefined;
  const there = { able: traceable(network), sizes };
  const entries = Object.entries(written);
  const found = entries.map(([key, units]) => resolveTrace(key, units, below(part, key) ?? part, there, report));
  const sound = found.filter((traces) => traces !== undefined);
  return sound.length === found.length ? inOrder(sound.flat(), sizes) : undefined;
}

/**
 * Reads `record`.
 *
 * @param run Without a network when the file's is not sound: spikes and traces are then not looked at.
 * @returns undefined when its form is wrong; without the traces when something is wrong with one of them.
 */
export function resolveRecord(part: Located | undefined, run: RecordedNetwork, report: Report): Recording | undefined {
  if (part === undefined) return RUN_DEFAULTS.record;
  const fields = checkForm(RECORD_FORM, part, report);
  if (!fields) return undefined;
  const everyPart = below(part, 'every');
  const every = everyPart ? checkForm(RECORD_EVERY_FORM, everyPart, report) : {};
  if (!every) return undefined;
  const { spikes: named = [], traces: written = {}, every: _, ...rest } = fields;
  const spikes = resolveRecordedSpikes(named, below(part, 'spikes') ?? part, run, report);
  const traces = resolveTraces(written, below(part, 'traces') ?? part, run.network, report);
  const cadences = Object.entries(every).map(([course, text]) => [course, cadenceOf(text)] as const);
  return { ...RUN_DEFAULTS.record, ...rest, spikes, traces: traces ?? [], every: Object.fromEntries(cadences) };
}

/** Reads `checkpoint`. */
export function resolveCheckpoint(part: Located | undefined, report: Report): Scenario['checkpoint'] | undefined {
  if (part === undefined) return RUN_DEFAULTS.checkpoint;
  const fields = checkForm(CHECKPOINT_FORM, part, report);
  if (fields?.every === undefined) return fields && RUN_DEFAULTS.checkpoint;
  const { every } = fields;
  return { every: every === 'auto' || every === 'never' ? every : cadenceOf(every) };
}
