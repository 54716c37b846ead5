import { HeavisideError } from '../core/heaviside-error.js';
import { learnProblems } from '../core/learn-problems.js';
import type { Learning } from '../core/learning.js';
import { presentationProblem } from '../core/network/network-limits.js';
import { checkNetwork } from '../core/network/plan-network.js';
import { type OptionProblem, optionProblems } from '../core/option-problems.js';
import { ENCODERS } from '../data/encoders/encoder.js';
import { courseProblem, tracesProblem } from '../scenario/check/check-record.js';
import { ownNetworkProblems } from '../scenario/check/own-network-problems.js';
import { recordableLayers } from '../scenario/check/recordable-layers.js';
import { traceable, traceProblem } from '../scenario/check/traced-variables.js';
import type { NodeRange } from '../scenario/phases/nodes.js';
import { recordedLayer, recordedText } from '../scenario/recorded-spikes.js';
import { RUN_OPTIONS } from '../scenario/run-settings.js';
import type { RecordedCourse } from '../scenario/scenario.js';
import { compiledExpectations } from './expectations/compiled-expectations.js';
import type { Task } from './task.js';

/**
 * Checks what a task says by itself; its network was checked when it was planned, its data are checked when they are
 * shown. Scenarios come here checked, tasks that were written in code do not.
 *
 * @throws HeavisideError HV_OPTION_RANGE for kinds and numbers, HV_RECORD, HV_LEARN, HV_PRESENTATION_SIZE, HV_EXPECT; each
 *   with every problem.
 */
export function checkTask(task: Task): void {
  refuse('HV_OPTION_RANGE', 'the run cannot take these options', optionsOf(task));
  refuse('HV_LEARN', 'the network cannot learn like this', learnProblems(task.learn, task.network), 'learn.');
  const { learn, encode, record, steps, train } = task;
  refuse(
    'HV_LEARN',
    'the network cannot learn like this',
    ownNetworkProblems({ learn, encode, record, train, time: { steps } }),
  );
  refuse('HV_RECORD', 'these spikes cannot be recorded', recordProblems(task));
  refuse('HV_RECORD', 'this cannot be recorded', [...traceProblems(task), ...courseProblems(task)]);
  refuse('HV_PRESENTATION_SIZE', 'no memory holds what is shown at once', memoryProblems(task));
  compiledExpectations(task);
}

const CADENCE_OPTIONS = {
  unit: { type: 'choice', names: ['step', 'epoch'] },
  every: { type: 'whole', min: 1 },
} as const;

function refuse(code: string, message: string, problems: readonly OptionProblem[], place = ''): void {
  if (problems.length === 0) return;
  const lines = problems.map(({ field, expected, got, remedy }) => {
    return `  ${field.startsWith('layers') ? 'network.' : place}${field}: expected ${expected}, got ${got}${remedy === undefined ? '' : ` (${remedy})`}`;
  });
  throw new HeavisideError(code, 'usage', `${message}:\n${lines.join('\n')}`);
}

function optionsOf({ steps, train, test, record, encode, learn }: Task): readonly OptionProblem[] {
  return [
    ...optionProblems(encode, { kind: { type: 'choice', names: Object.keys(ENCODERS) } }, 'encode.'),
    ...optionProblems(
      learn,
      { method: { type: 'choice', names: ['lfp', 'gradient', 'peer'] satisfies Learning['method'][] } },
      'learn.',
    ),
    ...optionProblems({ steps }, RUN_OPTIONS.time),
    ...optionProblems(train, RUN_OPTIONS.train, 'train.'),
    ...optionProblems(test, RUN_OPTIONS.test, 'test.'),
    ...test.prune.flatMap((fraction, n) =>
      optionProblems({ [n]: fraction }, { [n]: RUN_OPTIONS.prune.fraction }, 'test.prune.'),
    ),
    ...optionProblems(record, RUN_OPTIONS.record, 'record.'),
  ];
}

function recordProblems({ network, record, encode }: Task): readonly OptionProblem[] {
  const names = recordableLayers(network, encode.kind);
  const expected =
    names.length === 0
      ? 'no names: no layer of this network spikes'
      : `one of ${names.map((id) => `"${id}"`).join(', ')}`;
  const layers = [network.input, ...network.layers];
  return record.spikes.flatMap((entry, n) => {
    const id = recordedLayer(entry);
    const place = { field: `record.spikes[${n}]`, got: `"${recordedText(entry)}"` };
    if (!names.includes(id)) {
      const silent = layers.some((layer) => layer.id === id);
      return [{ ...place, expected, ...(silent ? { remedy: 'this layer does not spike' } : {}) }];
    }
    if (typeof entry === 'string')
      return record.spikes.indexOf(id) < n ? [{ ...place, expected: 'every layer once' }] : [];
    const size = checkNetwork(network).sizes?.units[layers.findIndex((layer) => layer.id === id)] ?? 0;
    return isInside(entry, size) ? [] : [{ ...place, expected: `units of "${id}" within 0..${size - 1}` }];
  });
}

function isInside({ from, to }: NodeRange, size: number): boolean {
  return Number.isSafeInteger(from) && Number.isSafeInteger(to) && 0 <= from && from < to && to <= size;
}

function traceProblems({ network, record: { traces }, learn }: Task): readonly OptionProblem[] {
  const { sizes } = checkNetwork(network);
  const ids = [network.input, ...network.layers].map(({ id }) => id);
  const refused = traces.length > 0 ? tracesProblem(learn) : undefined;
  if (refused) return [{ field: 'record.traces', expected: refused, got: `${traces.length}` }];
  const able = traceable(network);
  return traces.flatMap(({ variable, nodes }, n) => {
    const { layer, from, to } = nodes;
    const problem = traceProblem(able, layer, variable);
    if (problem) return [{ field: `record.traces[${n}]`, ...problem }];
    const size = sizes?.units[ids.indexOf(layer)] ?? 0;
    const expected = `units of "${layer}" within 0..${size - 1}`;
    return isInside(nodes, size) ? [] : [{ field: `record.traces[${n}].nodes`, expected, got: `${from}:${to}` }];
  });
}

function courseProblems({ record: { every }, learn }: Task): readonly OptionProblem[] {
  return Object.entries(every).flatMap(([course, cadence]) => {
    const field = `record.every.${course}`;
    const expected = courseProblem(course as RecordedCourse, learn);
    if (expected) return [{ field, expected, got: `"${course}"` }];
    return optionProblems(cadence, CADENCE_OPTIONS, `${field}.`);
  });
}

function memoryProblems({ network, steps, train, test, data }: Task): readonly OptionProblem[] {
  const values = checkNetwork(network).sizes?.values ?? 0;
  const batches = { train: Math.min(train.batch, data.train.count), test: Math.min(test.batch, data.test.count) };
  return (['train', 'test'] as const).flatMap((split) => {
    const problem = presentationProblem(values, steps, batches[split]);
    return problem ? [{ field: `${split}.batch`, ...problem }] : [];
  });
}
