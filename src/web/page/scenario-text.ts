import { element } from './element.js';
import type { Part } from './part.js';

/** The resolved scenario as it was run, to read and to copy. */
export function createScenarioText(): Part {
  const text = element('pre', { tabindex: 0, role: 'region', 'aria-label': 'Resolved scenario as YAML' });
  // On a phone it would push everything else out of reach.
  const open = matchMedia('(min-width: 900px)').matches;
  return {
    element: element('details', { class: 'scenario', open }, element('summary', {}, 'Scenario'), text),
    show(run) {
      const scenario = run?.facts?.scenario ?? '';
      if (text.textContent !== scenario) text.textContent = scenario;
    },
  };
}
