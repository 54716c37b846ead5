import { element } from '../page/element.js';
import { factEntries } from '../page/fact-list.js';
import type { Fact } from '../page/run-text.js';
import { createThemeChoice } from '../page/theme-choice.js';

/** What a page about many runs shows. */
interface StudyParts {
  readonly name: string;
  /** What it is, in words, below its name. */
  readonly what: string;
  /** What its facts are of, for people who cannot see them. */
  readonly subject: string;
  readonly facts: readonly Fact[];
  /** Class of the section of charts, and the charts. */
  readonly chartsClass: string;
  readonly charts: readonly HTMLElement[];
  /** What stands below the title "Figures". */
  readonly figures: readonly HTMLElement[];
}

/** Arranges a page about many runs: its name, facts, charts and figures. @returns Its elements, in their order. */
export function studyPage({
  name,
  what,
  subject,
  facts,
  chartsClass,
  charts,
  figures,
}: StudyParts): readonly HTMLElement[] {
  return [
    element(
      'header',
      { class: 'top' },
      element('div', { class: 'identity' }, element('h1', {}, name), element('p', { class: 'outcome' }, what)),
      element('div', { class: 'tools' }, createThemeChoice()),
    ),
    element(
      'main',
      {},
      element(
        'div',
        { class: 'body' },
        element('dl', { class: 'facts', 'aria-label': `Facts of the ${subject}` }, ...factEntries(facts)),
        element('section', { class: chartsClass, 'aria-label': 'Charts' }, ...charts),
        element(
          'section',
          { class: 'result', 'aria-labelledby': 'result-title' },
          element('h2', { id: 'result-title' }, 'Figures'),
          ...figures,
        ),
      ),
    ),
  ];
}
