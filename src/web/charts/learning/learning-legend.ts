import { element } from '../../page/element.js';
import { colourOf, type Theme } from '../../page/theme.js';
import type { RunStore } from '../../view/run-store.js';
import { setText } from '../panel/set-text.js';
import { drawLegendLine } from '../plot/legend-line.js';
import { dashOf } from '../plot/strokes.js';
import { runLabel } from './learning-figures.js';
import { readoutText } from './learning-readout.js';

/** Names of the runs with a piece of their lines, and what the curves say at the cursor or at the end. */
export interface LearningLegend {
  readonly element: HTMLElement;
  show(runs: readonly RunStore[], at: number | undefined, colours: Theme): void;
}

export function createLearningLegend(): LearningLegend {
  const list = element('ul', { class: 'learning-legend' });
  return {
    element: list,
    show(runs, at, colours) {
      while (list.childElementCount > runs.length) list.lastElementChild!.remove();
      while (list.childElementCount < runs.length) list.append(entry());
      runs.forEach((run, number) => {
        const [line, name, readout] = list.children[number]!.children;
        drawLegendLine(line as HTMLCanvasElement, colourOf(colours, number), dashOf(number));
        setText(name!, runLabel(runs, number));
        setText(readout!, readoutText(run, at));
      });
    },
  };
}

function entry(): HTMLElement {
  return element(
    'li',
    {},
    element('canvas', { class: 'legend-line', 'aria-hidden': 'true' }),
    element('span', { class: 'legend-name' }),
    element('span', { class: 'legend-readout' }),
  );
}
