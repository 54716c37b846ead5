import { durationText } from '../../streams/text/number-text.js';
import type { RunStore } from '../view/run-store.js';
import { element } from './element.js';
import { metricWords } from './figure-text.js';
import type { Part } from './part.js';
import { newestMetrics } from './run-text.js';

/** Metrics that are told first, where a run has them. */
const FIRST = ['accuracy(test)', 'accuracy(train)', 'spikesPerSample', 'synapticOperationsPerSample'];

function tiles(run: RunStore): readonly HTMLElement[] {
  const metrics = newestMetrics(run);
  const figures = FIRST.flatMap((name): [string, string][] => {
    const value = metrics[name];
    const { label, text } = metricWords(name);
    return value === undefined ? [] : [[label, text(value)]];
  });
  if (run.ended) figures.push(['Time', durationText(run.ended.seconds)]);
  return figures.map(([label, text]) =>
    element('div', { class: 'tile' }, element('dt', {}, label), element('dd', {}, text)),
  );
}

/** The few figures that people look for first. */
export function createHeadline(): Part {
  const list = element('dl', { class: 'headline', 'aria-label': 'Result at a glance' });
  let shown = '';
  return {
    element: list,
    show(run) {
      const made = run ? tiles(run) : [];
      const next = made.map(({ textContent }) => textContent).join('\n');
      if (next === shown) return;
      shown = next;
      list.hidden = made.length === 0;
      list.replaceChildren(...made);
    },
  };
}
