import type { ComparisonView } from '../../sweep/comparison-view.js';
import type { Panel } from '../charts/panel/panel.js';
import { comparisonFacts } from './comparison-facts.js';
import { createComparisonRemarks } from './comparison-remarks.js';
import { createComparisonTable } from './comparison-table.js';
import { studyPage } from './study-page.js';

/** Arranges everything that is known of a comparison. @returns Its elements, in their order. */
export function comparisonPage({ document }: ComparisonView, panels: readonly Panel[]): readonly HTMLElement[] {
  return studyPage({
    name: document.name,
    what: 'comparison of learning rules',
    subject: 'comparison',
    facts: comparisonFacts(document),
    chartsClass: 'comparison-charts',
    charts: panels.map((panel) => panel.element),
    figures: [createComparisonTable(document), createComparisonRemarks(document)],
  });
}
