import { element } from './element.js';
import type { Part } from './part.js';

/** What the scenario expects, and what came of it. Hidden where it expects nothing. */
export function createExpectationsTable(): Part {
  const body = element('tbody');
  const head = ['Expectation', 'Phase', 'Expected', 'Got', 'Outcome'].map((name) =>
    element('th', { scope: 'col', class: name === 'Got' && 'number' }, name),
  );
  const phaseHead = head[1]!;
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
      const hasPhases = expect.some((outcome) => outcome.in !== undefined);
      phaseHead.hidden = !hasPhases;
      body.replaceChildren(
        ...expect.map(({ that, in: phase = '', expected, value, pass, why }) =>
          element(
            'tr',
            {},
            element('th', { scope: 'row' }, element('code', {}, that)),
            ...(hasPhases ? [element('td', {}, phase)] : []),
            element('td', {}, expected),
            element('td', { class: 'number exact' }, why === undefined ? String(value) : `${value} (${why})`),
            element('td', { class: pass ? 'met' : 'unmet' }, pass ? '✓ met' : '✗ not met'),
          ),
        ),
      );
    },
  };
}
