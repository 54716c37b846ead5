import { element } from '../../page/element.js';
import type { FigureTable } from '../figure-table.js';
import { fewDigits } from '../plot/ticks.js';

/** Most rows that stand in the page. */
const TABLE_ROWS = 200;

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
      const rows = figures.rows.slice(0, TABLE_ROWS);
      while (body.childElementCount > rows.length) body.lastElementChild!.remove();
      rows.forEach((row, k) => {
        if (!body.children[k]) body.append(element('tr'));
        showRow(body.children[k]!, row);
      });
      const hidden = figures.rows.length - rows.length;
      const more = hidden > 0 ? `${hidden} more rows are in the CSV file.` : '';
      setText(note, [figures.note ?? '', more].filter(Boolean).join(' '));
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
    setText(cell, value === undefined ? '–' : typeof value === 'number' ? fewDigits(value, 6) : value);
  });
}

/** Text that has not changed is left alone: nothing is laid out again for it. */
function setText(place: Element, text: string): void {
  if (place.textContent !== text) place.textContent = text;
}
