import { element } from './element.js';
import type { Fact } from './run-text.js';

/** Entries of a list of facts. */
export function factEntries(facts: readonly Fact[]): readonly HTMLElement[] {
  return facts.map(([name, text]) => element('div', {}, element('dt', {}, name), element('dd', {}, text)));
}
