import { failedLines, reportTitle, sweepColumns, unmetLines } from '../../streams/text/sweep-cells.js';
import type { SweepDocument } from '../../sweep/sweep-document.js';
import type { Chart } from '../charts/chart.js';
import { createPanel } from '../charts/panel/panel.js';
import { studyPage } from '../compare/study-page.js';
import { element } from '../page/element.js';
import { withMinusSigns } from '../page/minus-sign.js';
import type { Fact } from '../page/run-text.js';

/** Most rows and lines of a page; sweep.csv and sweep.json have all. */
const MOST = 500;

function facts({ runs, keys, mode, report, heaviside }: SweepDocument): readonly Fact[] {
  const count = (isOne: (run: SweepDocument['runs'][number]) => boolean) => runs.filter(isOne).length;
  const failed = count(({ failure }) => failure !== undefined);
  const unmet = count((run) => run.unmet !== undefined);
  return [
    [
      'Runs',
      [String(runs.length), failed && `${failed} failed`, unmet && `${unmet} not as expected`]
        .filter(Boolean)
        .join(', '),
    ],
    ['Keys', keys.join(', ')],
    ['Mode', mode],
    ['Metric', reportTitle(report)],
    ...(keys.includes(report.over) ? [['Averaged over', report.over] as const] : []),
    ['Version', `Heaviside ${heaviside}`],
  ];
}

/** What is left out of a list on the page. */
function omitted(count: number): readonly HTMLElement[] {
  return count <= MOST ? [] : [element('p', { class: 'remark' }, `… and ${count - MOST} more: see sweep.csv`)];
}

function table(document: SweepDocument): HTMLElement {
  const columns = sweepColumns(document);
  const isNumber = (column: number) => columns[column]!.isNumber && 'number';
  const heads = columns.map(({ head }, k) => element('th', { scope: 'col', class: isNumber(k) }, head));
  const rows = document.table
    .slice(0, MOST)
    .map((row) =>
      element(
        'tr',
        {},
        ...columns.map(({ cell }, k) =>
          k === 0
            ? element('th', { scope: 'row', class: isNumber(k) }, cell(row))
            : element('td', { class: isNumber(k) }, isNumber(k) ? withMinusSigns(cell(row)) : cell(row)),
        ),
      ),
    );
  const whole = element(
    'table',
    { class: 'figures' },
    element('caption', {}, 'Means over the runs of a row, with 95 % intervals (Student t)'),
    element('thead', {}, element('tr', {}, ...heads)),
    element('tbody', {}, ...rows),
  );
  return element('div', { class: 'wide', tabindex: 0, role: 'region', 'aria-label': 'Table of the sweep' }, whole);
}

function lines(title: string, mark: string, all: readonly string[]): readonly HTMLElement[] {
  if (all.length === 0) return [];
  const items = all.slice(0, MOST).map((line) => element('li', {}, line));
  return [element('h3', {}, title), element('ul', { class: mark }, ...items), ...omitted(all.length)];
}

/** Arranges everything that is known of a sweep. @returns Its elements, in their order. */
export function sweepPage(document: SweepDocument, chart: Chart): readonly HTMLElement[] {
  const remarks = element(
    'div',
    { class: 'remarks' },
    ...lines('Runs that failed', 'failures', failedLines(document)),
    ...lines('Runs that did not reach what is expected', 'failures', unmetLines(document)),
  );
  return studyPage({
    name: document.name,
    what: `sweep of ${document.runs.length} runs`,
    subject: 'sweep',
    facts: facts(document),
    chartsClass: 'sweep-charts',
    charts: [createPanel(chart, { subject: () => document.name }).element],
    figures: [table(document), ...omitted(document.table.length), remarks],
  });
}
