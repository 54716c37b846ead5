import { countText } from '../../../streams/text/number-text.js';
import { element } from '../../page/element.js';
import type { FigureTable } from '../figure-table.js';
import { fewDigits } from '../plot/ticks.js';
import { setText } from './set-text.js';

/** A table of figures that can be brought up to date without building it anew. */
export interface FigureView {
  readonly element: HTMLElement;
  show(figures: FigureTable): void;
}

/** Makes the table of a chart's figures, which is part of the page also while only screen readers find it. */
export function createFigureView(): FigureView {
  const caption = element('caption');
  const head = element('tr');
  const body = element('tbody');
  const note = element('p', { class: 'figure-note' });
  const table = element('table', { class: 'figure-table' }, caption, element('thead', {}, head), body);
  const scroller = element('div', { class: 'figure-scroller' }, table, note);
  return {
    element: scroller,
    show(figures) {
      setText(caption, figures.caption);
      while (head.childElementCount > figures.columns.length) head.lastElementChild!.remove();
      figures.columns.forEach((column, k) => {
        if (!head.children[k]) head.append(element('th', { scope: 'col' }));
        setText(head.children[k]!, column);
      });
      while (body.childElementCount > figures.rows.length) body.lastElementChild!.remove();
      figures.rows.forEach((row, k) => {
        if (!body.children[k]) body.append(element('tr'));
        showRow(body.children[k]!, row);
      });
      setText(note, figures.note ?? '');
      note.hidden = note.textContent === '';
    },
  };
}

function showRow(line: Element, row: FigureTable['rows'][number]): void {
  while (line.childElementCount > row.length) line.lastElementChild!.remove();
  row.forEach((value, k) => {
    if (!line.children[k]) line.append(k === 0 ? element('th', { scope: 'row' }) : element('td'));
    const cell = line.children[k]!;
    cell.classList.toggle('number', typeof value === 'number');
    setText(cell, value === undefined ? '–' : typeof value === 'number' ? numberText(value) : value);
  });
}

/** Counts are told to the last digit. */
function numberText(value: number): string {
  return Number.isSafeInteger(value) ? countText(value) : fewDigits(value, 6);
}
