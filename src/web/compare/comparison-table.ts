import { comparisonColumns, dataLines } from '../../streams/text/compare-cells.js';
import type { ComparisonDocument } from '../../sweep/comparison-document.js';
import { element } from '../page/element.js';
import { comparisonCells } from './comparison-cells.js';

/** The table of a comparison, one row a rule. */
export function createComparisonTable(document: ComparisonDocument): HTMLElement {
  const columns = comparisonColumns(document);
  const heads = columns.map(({ head }, k) =>
    element('th', { scope: 'col', class: k > 0 && 'number' }, head.replaceAll('\n', ' ')),
  );
  const rows = document.table.map((row) =>
    element(
      'tr',
      { 'data-rule': row.name },
      ...comparisonCells(document, row).map((cell, k) =>
        k === 0 ? element('th', { scope: 'row' }, cell) : element('td', { class: 'number' }, cell),
      ),
    ),
  );
  const table = element(
    'table',
    { class: 'figures' },
    element('caption', {}, 'Means over the seeds, on the test samples after the last epoch'),
    element('thead', {}, element('tr', {}, ...heads)),
    element('tbody', {}, ...rows),
  );
  return element(
    'div',
    { class: 'comparison-table' },
    element('div', { class: 'wide', tabindex: 0, role: 'region', 'aria-label': 'Table of the comparison' }, table),
    ...dataLines(document).map((line) => element('p', { class: 'remark' }, line)),
  );
}
