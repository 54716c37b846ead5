import { failureLines, tuningText } from '../../streams/text/compare-cells.js';
import type { ComparisonDocument } from '../../sweep/comparison-document.js';
import { element } from '../page/element.js';

function list(title: string, mark: string, lines: readonly string[]): readonly HTMLElement[] {
  if (lines.length === 0) return [];
  return [element('h3', {}, title), element('ul', { class: mark }, ...lines.map((line) => element('li', {}, line)))];
}

/** What the tuning chose and which runs failed, in words. */
export function createComparisonRemarks(document: ComparisonDocument): HTMLElement {
  const tuned = document.rules.filter(({ tuning }) => tuning !== undefined);
  return element(
    'div',
    { class: 'remarks' },
    ...list('Runs that failed', 'failures', failureLines(document)),
    ...list(
      'Tuning',
      'tuning',
      tuned.map((rule) => `${rule.name}: ${tuningText(rule)}`),
    ),
  );
}
