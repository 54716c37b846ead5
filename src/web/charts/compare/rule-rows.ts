import type { ComparisonDocument } from '../../../sweep/comparison-document.js';
import type { ComparisonRow } from '../../../sweep/comparison-table.js';
import type { PlotRow } from './row-plot.js';

/** What the rows apart have in common. */
export const OWN_DATA = '* on data of its own: compare with nothing above';

/** A rule with its row of the table and its place in the picture. */
export interface RuleRow extends PlotRow {
  readonly row: ComparisonRow;
}

/** Rules by a value, the largest first, those without one last; rules with data of their own after all others. */
export function sortedRules(
  { table, baseline }: Pick<ComparisonDocument, 'table' | 'baseline'>,
  value: (row: ComparisonRow) => number | undefined,
): readonly RuleRow[] {
  return table
    .map((row, colour) => ({
      row,
      colour,
      name: `${row.name}${row.ownData ? ' *' : ''}${row.name === baseline ? ' (baseline)' : ''}`,
      isBaseline: row.name === baseline,
      isApart: row.ownData === true,
    }))
    .toSorted(
      (a, b) =>
        Number(a.isApart) - Number(b.isApart) ||
        (value(b.row) ?? Number.NEGATIVE_INFINITY) - (value(a.row) ?? Number.NEGATIVE_INFINITY) ||
        a.colour - b.colour,
    );
}

/** Why a rule has no figure: it failed, was refused, or nobody measured. */
export function absenceText({ finished, runs }: ComparisonRow): string {
  return finished === 0 ? `no run ended (0 of ${runs})` : 'not measured';
}
