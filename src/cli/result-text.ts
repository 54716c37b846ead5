import Table from 'cli-table3';

import type { ExpectationOutcome, Metrics } from '../run/run-event.js';
import { expectedText, whereText } from '../streams/text/expected-text.js';
import { countText, durationText, percentText, valueText } from '../streams/text/number-text.js';
import type { Summary } from '../streams/to-summary.js';
import type { Paint } from './paint.js';

/** Metrics that have words of their own, without their split; the order is the order of the table. */
const WORDS: Readonly<Record<string, readonly [label: string, text: (value: number) => string]>> = {
  accuracy: ['accuracy', percentText],
  reward: ['reward', valueText],
  spikesPerSample: ['spikes per sample', countText],
  synapticOperationsPerSample: ['synaptic operations per sample', countText],
  zeroWeights: ['weights that are 0', percentText],
};

/** Columns of the table of phases: the first metric that there is. */
const PHASE_COLUMNS: readonly {
  readonly title: string;
  readonly names: readonly string[];
  readonly text: (value: number) => string;
}[] = [
  { title: 'accuracy, train', names: ['accuracy(train)'], text: percentText },
  { title: 'test', names: ['accuracy(test)'], text: percentText },
  { title: 'reward', names: ['reward', 'reward(train)'], text: valueText },
  { title: 'spikes per sample', names: ['spikesPerSample', 'spikesPerSample(train)'], text: countText },
];

const NO_LINES = Object.fromEntries(
  ['top', 'bottom', 'mid', 'left', 'right'].flatMap((side) =>
    ['', '-mid', '-left', '-right'].map((where) => [`${side}${where}`, '']),
  ),
);

/** Cells in aligned columns, two spaces apart, without lines. `right`: columns flushed right. */
export function columnsText(rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  if (rows.length === 0) return '';
  const style = { head: [], border: [], 'padding-left': 0, 'padding-right': 0 };
  const colAligns = rows[0]!.map((_, column) => (right.includes(column) ? 'right' : 'left'));
  const table = new Table({ chars: { ...NO_LINES, middle: '  ' }, style, colAligns });
  table.push(...rows.map((row) => [...row]));
  return `${table.toString().replaceAll(/[ ]+$/gm, '')}\n`;
}

/** One row a quantity, with a column for each split. */
function metricRows(metrics: Metrics): string[][] {
  const stems = Object.keys(metrics).map((metric) => metric.replace(/\((train|test)\)$/, ''));
  const ordered = new Set([...Object.keys(WORDS).filter((stem) => stems.includes(stem)), ...stems]);
  return [...ordered].map((stem) => {
    const [label, text] = WORDS[stem] ?? [stem, valueText];
    const cell = (value: number | undefined): string => (value === undefined ? '' : text(value));
    const [train, test, plain] = [metrics[`${stem}(train)`], metrics[`${stem}(test)`], metrics[stem]];
    // A plain name beside one of the train split is the test split's; alone it belongs to the whole run.
    return train === undefined && test === undefined
      ? [label, cell(plain), '']
      : [label, cell(train), cell(test ?? plain)];
  });
}

/** One row a phase, with those of its metrics that are read first. */
function phasesTable(phases: NonNullable<Summary['phases']>, dim: (text: string) => string): string {
  const columns = PHASE_COLUMNS.filter(({ names }) =>
    Object.values(phases).some((metrics) => names.some((name) => metrics[name] !== undefined)),
  );
  const rows = Object.entries(phases).map(([id, metrics]) => [
    id,
    ...columns.map(({ names, text }) => {
      const name = names.find((one) => metrics[one] !== undefined);
      return name === undefined ? '' : text(metrics[name]!);
    }),
  ]);
  const head = ['phase', ...columns.map(({ title }) => title)].map(dim);
  return columnsText(
    [head, ...rows],
    columns.map((_, k) => k + 1),
  );
}

/** One row an expectation; phase and window have a column where there are any. */
function expectationRows(expect: readonly ExpectationOutcome[], paint: Paint): string[][] {
  const places = expect.map(whereText);
  const hasPlaces = places.some((place) => place !== '');
  return expect.map(({ that, expected, value, pass, why }, n) => [
    pass ? paint('green', 'met') : paint('red', 'NOT MET'),
    that,
    ...(hasPlaces ? [places[n] ? `in ${places[n]}` : ''] : []),
    pass ? expectedText(expected) : expected,
    `got ${valueText(value)}${why === undefined ? '' : paint('dim', ` (${why})`)}`,
  ]);
}

/** What must be known before the result is compared with that of another run; nothing of a run that was left alone. */
function changedText({ interventions = 0 }: Summary): string {
  if (interventions === 0) return '';
  const times = interventions === 1 ? 'once' : `${interventions} times`;
  return `changed ${times} by hand while it ran: events.jsonl has the changes\n`;
}

/** How to go on with a run that was stopped. */
function stoppedText({ reason, folder }: Summary): string {
  return reason === 'interrupted' ? `stopped before its end; heaviside resume ${folder} goes on with it\n` : '';
}

/** The result of a run as people read it: metrics, expectations, folder, and the path of its report. */
export function resultText(summary: Summary, paint: Paint, report?: string): string {
  const { metrics, phases, seconds, backend, seed, expect, folder } = summary;
  const facts = [
    ['time', durationText(seconds), ''],
    ['backend', backend, ''],
    ['seed', String(seed), ''],
  ];
  const rows = [['', paint('dim', 'train'), paint('dim', 'test')], ...metricRows(metrics), ...facts];
  const dim = (text: string): string => paint('dim', text);
  // One that was stopped in its first phase has measured none.
  const ofPhases = Object.keys(phases ?? {}).length > 0 ? [phasesTable(phases!, dim)] : [];
  const tables = phases ? [...ofPhases, columnsText(facts, [1])] : [columnsText(rows, [1, 2])];
  if (expect.length > 0) tables.push(columnsText(expectationRows(expect, paint)));
  const places = [`run folder: ${folder}`, ...(report === undefined ? [] : [`report: ${report}`])];
  return `${tables.join('\n')}\n${changedText(summary)}${stoppedText(summary)}${places.join('\n')}\n`;
}
