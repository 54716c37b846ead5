import type { Estimate } from '../../sweep/estimate.js';
import type { SweepDocument, SweepRun } from '../../sweep/sweep-document.js';
import type { SweepRow } from '../../sweep/sweep-table.js';
import { expectationTitle, windowText } from './expected-text.js';
import { valueText } from './number-text.js';

/** The key whose values are rules. */
const RULE = 'learn.rule';
/** What stands where there is nothing to say. */
const DASH = '–';

/** A column of the table for people. */
export interface SweepColumn {
  readonly head: string;
  readonly cell: (row: SweepRow) => string;
  readonly isNumber: boolean;
}

/** A value of a key as people read it: text and short numbers as they are, all else as JSON. */
export function settingText(value: unknown): string {
  if (typeof value === 'number') return valueText(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Settings on one line: `seed=7240 learn.rule=surrogate`. */
export function settingsText(settings: Readonly<Record<string, unknown>>): string {
  return Object.entries(settings)
    .map(([key, value]) => `${key}=${settingText(value)}`)
    .join(' ');
}

/** Whether a metric is a share, which people read in percent. */
export function isShare(metric: string): boolean {
  return metric.startsWith('accuracy') || /^zeroWeights(@|$)/.test(metric);
}

/** A value of a metric without its unit: shares in percent. */
export function metricText(metric: string, value: number): string {
  return isShare(metric) ? (100 * value).toFixed(2) : valueText(value);
}

/** What a metric is told in, behind its name. */
function unitOf(metric: string): string {
  if (isShare(metric)) return ' %';
  return metric.startsWith('rate(') ? ' Hz' : '';
}

/** What is reported, as people call it: `spikes(h1)@probe, window [0, 5]`. */
export function reportTitle({ metric, window }: SweepDocument['report']): string {
  return window === undefined ? metric : `${metric}, ${windowText(window)}`;
}

/** Keys that are not averaged over. */
export function rowKeys({ keys, report }: Pick<SweepDocument, 'keys' | 'report'>): readonly string[] {
  return keys.filter((key) => key !== report.over);
}

/** The columns that the document's table has something for, in their order. */
export function sweepColumns(document: SweepDocument): readonly SweepColumn[] {
  const { metric } = document.report;
  const title = `${reportTitle(document.report)}${unitOf(metric)}`;
  const given = (text: (estimate: Estimate) => string | undefined) => (row: SweepRow) =>
    (row.estimate && text(row.estimate)) ?? DASH;
  const number = (value: number | undefined) => (value === undefined ? undefined : metricText(metric, value));
  return [
    ...rowKeys(document).map((key) => ({
      head: key,
      cell: ({ settings }: SweepRow) => (key in settings ? settingText(settings[key]) : DASH),
      isNumber: false,
    })),
    { head: `${title}, mean`, cell: given(({ mean }) => number(mean)), isNumber: true },
    { head: 'sd', cell: given(({ sd }) => number(sd)), isNumber: true },
    {
      head: '95 % interval',
      cell: given(({ low, high }) => (low === undefined ? undefined : `${number(low)} … ${number(high)}`)),
      isNumber: true,
    },
    { head: 'n', cell: ({ estimate }) => String(estimate?.count ?? 0), isNumber: true },
    { head: 'runs', cell: ({ finished, runs }) => `${finished} of ${runs}`, isNumber: true },
    ...(document.table.some(({ unmet }) => unmet > 0)
      ? [{ head: 'not as expected', cell: ({ unmet }: SweepRow) => String(unmet), isNumber: true }]
      : []),
    { head: 'backend', cell: ({ backends }) => backends.join(' ') || DASH, isNumber: false },
  ];
}

function unmetText({ unmet = [] }: SweepRun): string | undefined {
  const texts = unmet.map((outcome) => {
    const { expected, value, why } = outcome;
    const because = why === undefined ? '' : ` (${why})`;
    return `${expectationTitle(outcome)}: expected ${expected}, got ${valueText(value)}${because}`;
  });
  return texts.length === 0 ? undefined : texts.join('; ');
}

const failureText = ({ failure }: SweepRun): string | undefined =>
  failure && `${failure.code}: ${failure.message.split('\n').join('; ')}`;

/** A line for each run with something to say. */
function linesOf({ runs }: SweepDocument, text: (run: SweepRun) => string | undefined): readonly string[] {
  return runs.flatMap((run) => {
    const said = text(run);
    return said === undefined ? [] : [`${settingsText(run.settings)}: ${said}`];
  });
}

/** Which runs did not come to their end, and why. */
export function failedLines(document: SweepDocument): readonly string[] {
  return linesOf(document, failureText);
}

/** Which runs came to their end without what their scenario expects. */
export function unmetLines(document: SweepDocument): readonly string[] {
  return linesOf(document, unmetText);
}

/** Which options of the file runs are without, because the rule that is swept does not know them: a line a rule. */
export function droppedLines(points: readonly Pick<SweepRun, 'settings' | 'dropped'>[]): readonly string[] {
  const lines = points.flatMap(({ settings, dropped }) =>
    dropped
      ? [`${RULE}=${settingText(settings[RULE])}: without ${dropped.join(', ')}, which this rule does not know`]
      : [],
  );
  return [...new Set(lines)];
}

/** What the table averages, in words. */
export function sweepSentence({ keys, report, mode }: SweepDocument): string {
  const { over } = report;
  const averaged = keys.includes(over) ? `mean over ${over} with its 95 % interval (Student t)` : 'one run a row';
  return `${reportTitle(report)}, ${averaged}; mode ${mode}`;
}
