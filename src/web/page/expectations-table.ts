import { element } from './element.js';
import type { Part } from './part.js';

/** What the scenario expects, and what came of it. Hidden where it expects nothing. */
export function createExpectationsTable(): Part {
  const body = element('tbody');
  const head = ['Expectation', 'Expected', 'Got', 'Outcome'].map((name) =>
    element('th', { scope: 'col', class: name === 'Got' && 'number' }, name),
  );
  const table = element(
    'table',
    { class: 'figures', hidden: true },
    element('caption', {}, 'Expectations'),
    element('thead', {}, element('tr', {}, ...head)),
    body,
  );
  return {
    element: table,
    show(run) {
      const expect = run?.ended?.expect ?? [];
      table.hidden = expect.length === 0;
      body.replaceChildren(
        ...expect.map(({ that, expected, value, pass }) =>
          element(
            'tr',
            {},
            element('th', { scope: 'row' }, element('code', {}, that)),
            element('td', {}, expected),
            element('td', { class: 'number exact' }, String(value)),
            element('td', { class: pass ? 'met' : 'unmet' }, pass ? '✓ met' : '✗ not met'),
          ),
        ),
      );
    },
  };
}
