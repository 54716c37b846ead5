import type { Metrics } from '../../run/run-event.js';
import { durationText } from '../../streams/text/number-text.js';
import type { RunStore } from '../view/run-store.js';
import { element } from './element.js';
import { metricWords } from './figure-text.js';
import type { Part } from './part.js';
import { newestMetrics } from './run-text.js';

function row(name: string, label: string, text: string, value: number): HTMLElement {
  return element(
    'tr',
    { 'data-figure': name },
    element('th', { scope: 'row' }, label, element('code', {}, name)),
    element('td', { class: 'number' }, text),
    element('td', { class: 'number exact' }, String(value)),
  );
}

function rows(metrics: Metrics, run: RunStore): readonly HTMLElement[] {
  const made = Object.entries(metrics).map(([name, value]) => {
    const { label, text } = metricWords(name);
    return row(name, label, text(value), value);
  });
  if (!run.ended) return made;
  const { epochs, seconds } = run.ended;
  return [
    ...made,
    row('epochs', 'Epochs', String(epochs), epochs),
    row('seconds', 'Time', durationText(seconds), seconds),
  ];
}

/** Only runs that end by themselves, or when they are asked to, leave a summary. */
function hasSummary({ ended }: RunStore): boolean {
  return ended?.reason === 'complete' || ended?.reason === 'interrupted';
}

/** Every figure of the run: as people read it, and to its last digit as summary.json has it. */
export function createMetricsTable(): Part {
  const body = element('tbody');
  const caption = element('caption');
  const head = ['Quantity', 'Value', 'Exactly'].map((name, k) =>
    element('th', { scope: 'col', class: k > 0 && 'number' }, name),
  );
  const table = element('table', { class: 'figures' }, caption, element('thead', {}, element('tr', {}, ...head)), body);
  let shown = '';
  return {
    element: table,
    show(run) {
      const metrics = run ? newestMetrics(run) : {};
      const next = JSON.stringify([metrics, run?.ended?.seconds]);
      if (next === shown) return;
      shown = next;
      const made = run ? rows(metrics, run) : [];
      caption.textContent = run && hasSummary(run) ? 'Figures of summary.json' : 'Newest figures';
      body.replaceChildren(
        ...(made.length > 0
          ? made
          : [element('tr', {}, element('td', { colspan: 3 }, 'Nothing has been measured yet.'))]),
      );
    },
  };
}
