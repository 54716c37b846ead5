import type { RunFacts } from '../../streams/frames/view-frame.js';
import { element } from './element.js';
import { factEntries } from './fact-list.js';
import type { Part } from './part.js';
import { runFacts } from './run-text.js';

/** What the run is: network, rule, seed, backend. */
export function createRunFacts(): Part {
  const list = element('dl', { class: 'facts', 'aria-label': 'Facts of the run' });
  let shown: RunFacts | undefined;
  return {
    element: list,
    show(run) {
      if (run?.facts === shown) return;
      shown = run?.facts;
      list.replaceChildren(...factEntries(shown ? runFacts(shown) : []));
    },
  };
}
