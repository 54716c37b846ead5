import { element } from '../../page/element.js';
import { colourOf, type Theme } from '../../page/theme.js';
import { setText } from '../panel/set-text.js';
import { drawLegendLine } from '../plot/legend-line.js';
import { dashOf } from '../plot/strokes.js';

/** A button for each rule, with a piece of its line and its value at the cursor; pressed: the rule stands out. */
export interface RuleLegend {
  readonly element: HTMLElement;
  /** Number of the rule that stands out; undefined: all are equal. */
  readonly chosen: number | undefined;
  show(values: readonly string[], colours: Theme): void;
  destroy(): void;
}

export function createRuleLegend(rules: readonly string[], changed: () => void): RuleLegend {
  let chosen: number | undefined;
  const entries = rules.map((rule, number) => {
    const line = element('canvas', { class: 'legend-line', 'aria-hidden': 'true' });
    const value = element('span', { class: 'legend-value' });
    const button = element(
      'button',
      { type: 'button', class: 'legend-button', 'aria-pressed': 'false' },
      line,
      element('span', { class: 'legend-name' }, rule),
      value,
    );
    const press = (): void => {
      chosen = chosen === number ? undefined : number;
      for (const [k, entry] of entries.entries()) entry.button.setAttribute('aria-pressed', String(k === chosen));
      changed();
    };
    button.addEventListener('click', press);
    return { button, line, value, press };
  });
  const whole = element('div', { class: 'rule-legend', role: 'group', 'aria-label': 'Rules' });
  whole.append(...entries.map(({ button }) => button));
  return {
    element: whole,
    get chosen() {
      return chosen;
    },
    show(values, colours) {
      entries.forEach(({ line, value }, number) => {
        drawLegendLine(line, colourOf(colours, number), dashOf(number));
        setText(value, values[number] ?? '');
      });
    },
    destroy() {
      for (const { button, press } of entries) button.removeEventListener('click', press);
    },
  };
}
