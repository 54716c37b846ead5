import { comparisonColumns } from '../../streams/text/compare-cells.js';
import type { ComparisonDocument } from '../../sweep/comparison-document.js';
import type { ComparisonRow } from '../../sweep/comparison-table.js';
import { withMinusSigns } from '../page/minus-sign.js';

/** Cells of a row, of the name first: those of compare.md, with the minus sign of the charts beside them. */
export function comparisonCells(document: ComparisonDocument, row: ComparisonRow): readonly string[] {
  return comparisonColumns(document).map(({ cell }, k) => (k === 0 ? cell(row) : withMinusSigns(cell(row))));
}
