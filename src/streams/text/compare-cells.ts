import type { ComparisonDocument, RuleResult } from '../../sweep/comparison-document.js';
import type { ComparisonRow } from '../../sweep/comparison-table.js';
import type { Estimate } from '../../sweep/estimate.js';
import type { Tuning } from '../../sweep/tuning.js';
import { countText, valueText } from './number-text.js';

/** What stands where there is nothing to say. */
const DASH = '–';

/** A column of the table for people; a line break in its head is a space where lines are long. */
export interface ComparisonColumn {
  readonly head: string;
  readonly cell: (row: ComparisonRow) => string;
}

const percent = (share: number): string => (100 * share).toFixed(2);
const signed = (share: number): string => `${share < 0 ? '' : '+'}${percent(share)}`;

/** Seconds with two digits that count; `durationText` would hide what is short. */
function secondsText(seconds: number): string {
  return seconds < 10 ? String(Number(seconds.toPrecision(2))) : countText(seconds);
}

/** A cell of what may be absent. */
function given<T>(value: T | undefined, text: (value: T) => string): string {
  return value === undefined ? DASH : text(value);
}

const meanText = ({ mean, sd }: Estimate): string =>
  sd === undefined ? percent(mean) : `${percent(mean)} ± ${percent(sd)}`;
const intervalText = ({ low, high }: Estimate): string =>
  low === undefined || high === undefined ? DASH : `${percent(low)} … ${percent(high)}`;
const differenceText = ({ mean, low, high }: Estimate): string =>
  low === undefined || high === undefined ? signed(mean) : `${signed(mean)} (${signed(low)} … ${signed(high)})`;

function targetColumns(target: number | undefined): readonly ComparisonColumn[] {
  if (target === undefined) return [];
  const goal = `${valueText(100 * target)} %`;
  const text = ({ target: reached, runs }: ComparisonRow, value: number | undefined, digits: (n: number) => string) =>
    value === undefined ? `${DASH} (0 of ${runs})` : `${digits(value)} (${reached?.reached} of ${runs})`;
  return [
    { head: `epochs to\n${goal}`, cell: (row) => text(row, row.target?.epochs, valueText) },
    { head: `seconds to\n${goal}`, cell: (row) => text(row, row.target?.secondsToTarget, secondsText) },
  ];
}

/** The columns that the document's table has something for, in their order. */
export function comparisonColumns({
  baseline,
  target,
  prune,
  columns,
}: ComparisonDocument): readonly ComparisonColumn[] {
  return [
    { head: 'rule', cell: ({ name, ownData }) => (ownData ? `${name} *` : name) },
    { head: 'accuracy %\nmean ± sd', cell: ({ accuracy }) => given(accuracy, meanText) },
    { head: 'accuracy %\n95 % interval', cell: ({ accuracy }) => given(accuracy, intervalText) },
    { head: `difference to\n${baseline}`, cell: ({ difference }) => given(difference, differenceText) },
    ...targetColumns(target),
    { head: 'spikes\na sample', cell: ({ spikesPerSample }) => given(spikesPerSample, countText) },
    {
      head: 'synaptic\noperations\na sample',
      cell: ({ synapticOperationsPerSample }) => given(synapticOperationsPerSample, countText),
    },
    { head: 'zero\nweights %', cell: ({ zeroWeights }) => given(zeroWeights, percent) },
    ...prune.map((share) => ({
      head: `pruned\n${valueText(100 * share)} %`,
      cell: ({ pruned }: ComparisonRow) => given(pruned[String(share)], percent),
    })),
    ...columns.flatMap((name) => [
      { head: `${name}\nmean`, cell: ({ columns: own }: ComparisonRow) => given(own[name]?.mean, valueText) },
      { head: `${name}\nmaximum`, cell: ({ columns: own }: ComparisonRow) => given(own[name]?.maximum, valueText) },
    ]),
    { head: 'parameters', cell: ({ parameters }) => given(parameters, countText) },
    { head: 'epochs', cell: ({ epochs }) => given(epochs, countText) },
    { head: 'seconds', cell: ({ seconds }) => given(seconds, secondsText) },
    { head: 'backend', cell: ({ backend }) => backend ?? DASH },
    { head: 'runs', cell: ({ finished, runs }) => `${finished} of ${runs}` },
  ];
}

/** What the star behind a name means, where there is one. */
export function dataLines({ table }: ComparisonDocument): readonly string[] {
  return table.some(({ ownData }) => ownData)
    ? ['* trained and tested on data of its own: nothing is paired with the others']
    : [];
}

/** A line for each reason for which runs of a rule did not end, with the seeds that it concerns. */
export function failureLines({ rules }: ComparisonDocument): readonly string[] {
  return rules.flatMap(({ name, runs }) => {
    const seeds = new Map<string, number[]>();
    for (const { seed, failure } of runs) {
      if (failure === undefined) continue;
      const what = `${failure.code}: ${failure.message.split('\n').join('; ')}`;
      seeds.set(what, [...(seeds.get(what) ?? []), seed]);
    }
    return [...seeds].map(([what, of]) => `${name}, seed ${of.join(' ')}: ${what}`);
  });
}

/** Whether the best value found lies at an end of those that were tried, so that a better one may lie beyond. */
function atEdge(grid: Tuning['grid'], key: string, value: unknown): boolean {
  const tried = new Set(grid.map(({ settings }) => settings[key]));
  const numbers = [...tried].filter((each) => typeof each === 'number');
  if (numbers.length < 2 || numbers.length < tried.size) return false;
  return value === Math.min(...numbers) || value === Math.max(...numbers);
}

/** What the tuning of a rule chose and took, in words. */
export function tuningText({ tuning, tuned }: RuleResult): string {
  if (tuning === undefined) return 'not tuned';
  const { grid, chosen, cost } = tuning;
  const keys = Object.entries(tuned).map(([key, value]) => {
    return `${key} = ${JSON.stringify(value)}${atEdge(grid, key, value) ? ' (at the edge of its grid)' : ''}`;
  });
  const lost = grid.filter(({ accuracy }) => accuracy === undefined).length;
  const what = chosen === undefined ? 'none could be chosen' : `chosen: ${keys.join(', ')}`;
  const failed = lost === 0 ? '' : `, ${lost} of them failed`;
  return `${what} (${grid.length} choices${failed}; ${cost.runs} runs, ${cost.epochs} epochs, ${secondsText(cost.seconds)} s)`;
}
