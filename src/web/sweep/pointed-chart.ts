import type { SweepDocument } from '../../sweep/sweep-document.js';
import type { Chart } from '../charts/chart.js';
import { toCsv } from '../charts/panel/to-csv.js';
import { type FittedCanvas, fitCanvas, type Sheet } from '../charts/plot/fitted-canvas.js';
import { element } from '../page/element.js';
import { rowText, sweepFigures, sweepSummaryText } from './sweep-figures.js';

/** A picture of a sweep in which a row can be pointed at. */
export interface PointedPicture {
  readonly name: string;
  readonly title: string;
  /** Height in CSS pixels for a width. */
  readonly height: (width: number) => number;
  /** Paints it, with the row that is pointed at. */
  readonly paint: (sheet: Sheet, row: number | undefined) => void;
  /** The row at a place of the picture, in CSS pixels. */
  readonly rowAt: (x: number, y: number, width: number) => number | undefined;
  /** The row to which a key leads; undefined for a key that leads nowhere. */
  readonly moved: (key: string, row: number | undefined) => number | undefined;
  /** How to read it. */
  readonly explanation: string;
}

/** A chart of which pointer and keys choose a row, which is told below it; Escape lets it go. */
export function createPointedChart(document: SweepDocument, picture: PointedPicture): Chart {
  const { name, title, explanation } = picture;
  const { metric } = document.report;
  const summary = sweepSummaryText(document);
  const host = element('div', { class: `${name}-canvas`, role: 'img', tabindex: 0, 'aria-label': summary });
  const readout = element('output', { class: 'chart-readout' });
  const whole = element('div', {}, host, readout, element('p', { class: 'chart-explanation' }, explanation));
  let row: number | undefined;
  const fitted: FittedCanvas = fitCanvas(host, (sheet) => {
    const height = picture.height(sheet.width);
    if (Math.abs(height - sheet.height) > 0.5) host.style.height = `${height}px`;
    picture.paint(sheet, row);
  });
  const point = (next: number | undefined): void => {
    if (next === row) return;
    row = next;
    readout.textContent = row === undefined ? '' : rowText(document.table[row]!, metric);
    fitted.request();
  };
  const onPointer = (event: PointerEvent): void => {
    const box = host.getBoundingClientRect();
    point(picture.rowAt(event.clientX - box.left, event.clientY - box.top, host.clientWidth));
  };
  const onLeave = (): void => point(undefined);
  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = picture.moved(event.key, row);
    if (next === undefined && !(event.key === 'Escape' && row !== undefined)) return;
    event.preventDefault();
    event.stopPropagation();
    point(next);
  };
  host.addEventListener('pointermove', onPointer);
  host.addEventListener('pointerdown', onPointer);
  host.addEventListener('pointerleave', onLeave);
  host.addEventListener('keydown', onKey);
  fitted.request();
  return {
    name,
    title,
    element: whole,
    figures: () => sweepFigures(document),
    csv: () => toCsv(sweepFigures(document, document.table.length)),
    canvases: () => [fitted.canvas],
    destroy() {
      host.removeEventListener('pointermove', onPointer);
      host.removeEventListener('pointerdown', onPointer);
      host.removeEventListener('pointerleave', onLeave);
      host.removeEventListener('keydown', onKey);
      fitted.destroy();
      whole.remove();
    },
  };
}
