import { expectedText, whereText } from '../../streams/text/expected-text.js';
import { element } from './element.js';
import type { Part } from './part.js';

const COLUMNS = ['Expectation', 'Phase', 'Expected', 'Got', 'Outcome'] as const;

/** One cell; a narrow page tells its column beside it. */
function cell(column: (typeof COLUMNS)[number], text: string, attributes: Readonly<Record<string, string>> = {}) {
  return element('td', { 'data-column': column, ...attributes }, text);
}

/** What the scenario expects, and what came of it. Hidden where it expects nothing. */
export function createExpectationsTable(): Part {
  const body = element('tbody');
  const head = COLUMNS.map((name) => element('th', { scope: 'col', class: name === 'Got' && 'number' }, name));
  const phaseHead = head[1]!;
  const table = element(
    'table',
    { class: 'figures expectations', hidden: true },
    element('caption', {}, 'Expectations'),
    element('thead', {}, element('tr', {}, ...head)),
    body,
  );
  return {
    element: table,
    show(run) {
      const expect = run?.ended?.expect ?? [];
      table.hidden = expect.length === 0;
      const places = expect.map(whereText);
      const hasPhases = places.some((place) => place !== '');
      phaseHead.hidden = !hasPhases;
      body.replaceChildren(
        ...expect.map(({ that, expected, value, pass, why }, n) =>
          element(
            'tr',
            {},
            element('th', { scope: 'row' }, element('code', {}, that)),
            ...(hasPhases ? [cell('Phase', places[n] ?? '')] : []),
            cell('Expected', pass ? expectedText(expected) : expected),
            cell('Got', `${value}${why === undefined ? '' : ` (${why})`}`, { class: 'number exact' }),
            cell('Outcome', pass ? '✓ met' : '✗ not met', { class: pass ? 'met' : 'unmet' }),
          ),
        ),
      );
    },
  };
}
