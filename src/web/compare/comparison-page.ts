import type { ComparisonView } from '../../sweep/comparison-view.js';
import type { Panel } from '../charts/panel/panel.js';
import { element } from '../page/element.js';
import { factEntries } from '../page/fact-list.js';
import { createThemeChoice } from '../page/theme-choice.js';
import { comparisonFacts } from './comparison-facts.js';
import { createComparisonRemarks } from './comparison-remarks.js';
import { createComparisonTable } from './comparison-table.js';

/** Arranges everything that is known of a comparison. @returns Its elements, in their order. */
export function comparisonPage({ document }: ComparisonView, panels: readonly Panel[]): readonly HTMLElement[] {
  return [
    element(
      'header',
      { class: 'top' },
      element(
        'div',
        { class: 'identity' },
        element('h1', {}, document.name),
        element('p', { class: 'outcome' }, 'comparison of learning rules'),
      ),
      element('div', { class: 'tools' }, createThemeChoice()),
    ),
    element(
      'main',
      {},
      element(
        'div',
        { class: 'body' },
        element(
          'dl',
          { class: 'facts', 'aria-label': 'Facts of the comparison' },
          ...factEntries(comparisonFacts(document)),
        ),
        element(
          'section',
          { class: 'comparison-charts', 'aria-label': 'Charts' },
          ...panels.map((panel) => panel.element),
        ),
        element(
          'section',
          { class: 'result', 'aria-labelledby': 'result-title' },
          element('h2', { id: 'result-title' }, 'Figures'),
          createComparisonTable(document),
          createComparisonRemarks(document),
        ),
      ),
    ),
  ];
}
