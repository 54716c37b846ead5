import { EMPTY, startWith, throttleTime } from 'rxjs';

import { element } from '../../page/element.js';
import type { Chart } from '../chart.js';
import { composePicture, toPng } from './compose-picture.js';
import { createEnlarging } from './enlarge.js';
import { createFigureView } from './figure-view.js';
import { fileName } from './file-name.js';
import { createPanelMenu } from './panel-menu.js';
import { type PanelState, READY } from './panel-state.js';
import type { PanelOptions } from './run-panel.js';
import { saveFile } from './save-file.js';
import { setText } from './set-text.js';
import { toCsv } from './to-csv.js';

/** A chart with its heading, its state in words, its table of figures and its exports. */
export interface Panel {
  readonly element: HTMLElement;
  readonly chart: Chart;
  /** Brings table and state up to date now. */
  refresh(): void;
  /** Destroys the chart, too. */
  destroy(): void;
}

/** The table is brought up to date once in so many milliseconds at most. */
const REFRESH_MS = 1000;
/** A panel that has nothing to show looks sooner whether there is something now. */
const STATE_MS = 100;

let made = 0;

/** Frames a chart; the panel owns it from then on. */
export function createPanel(chart: Chart, { subject, changes = EMPTY, state = () => READY }: PanelOptions): Panel {
  const heading = element('h2', { id: `panel-${++made}`, class: 'panel-title' }, chart.title);
  const stateLine = element('p', { class: 'panel-state', role: 'status', hidden: true });
  const trouble = element('p', { class: 'panel-state panel-error', role: 'alert', hidden: true });
  const figures = createFigureView();
  figures.element.classList.add('visually-hidden');
  const whole = element('section', { class: `panel panel-${chart.name}`, 'aria-labelledby': heading.id });

  const say = (next: PanelState): void => {
    whole.dataset['state'] = next.kind;
    const text = next.kind === 'ready' ? '' : next.text;
    setText(stateLine, text);
    stateLine.hidden = text === '';
    stateLine.classList.toggle('panel-error', next.kind === 'error');
  };
  let known: PanelState['kind'] = 'ready';
  const refresh = (): void => {
    try {
      const told = chart.figures();
      figures.show(told);
      const nothing: PanelState = { kind: 'empty', text: told.note ?? 'There is nothing to show yet.' };
      const now = state();
      known = now.kind;
      say(known === 'ready' && told.rows.length === 0 ? nothing : now);
    } catch (error) {
      say({ kind: 'error', text: `The chart cannot be shown: ${messageOf(error)}` });
    }
  };
  const attempt = async (what: string, work: () => void | Promise<void>): Promise<void> => {
    trouble.hidden = true;
    try {
      await work();
    } catch (error) {
      trouble.textContent = `${what} did not work: ${messageOf(error)}`;
      trouble.hidden = false;
    }
  };
  const isHidden = (): boolean => figures.element.classList.contains('visually-hidden');
  const menu = createPanelMenu(`Options of ${chart.title}`, [
    {
      text: 'Save as PNG',
      choose: () =>
        void attempt('Saving the picture', async () =>
          saveFile(fileName(subject(chart), chart.name, 'png'), await toPng(composePicture(chart, subject(chart)))),
        ),
    },
    {
      text: 'Save as CSV',
      choose: () =>
        void attempt('Saving the figures', () => {
          const text = chart.csv?.() ?? toCsv(chart.figures());
          saveFile(fileName(subject(chart), chart.name, 'csv'), new Blob([text], { type: 'text/csv;charset=utf-8' }));
        }),
    },
    {
      text: 'Show as table',
      checked: () => !isHidden(),
      choose: () => {
        refresh();
        figures.element.classList.toggle('visually-hidden');
      },
    },
  ]);
  const enlarging = createEnlarging(whole, chart.title);
  chart.element.classList.add('panel-chart');
  whole.append(
    element('header', { class: 'panel-header' }, heading, enlarging.button, menu.element),
    stateLine,
    trouble,
    chart.element,
    figures.element,
  );

  const refreshing = changes
    .pipe(startWith(undefined), throttleTime(REFRESH_MS, undefined, { leading: true, trailing: true }))
    .subscribe(refresh);
  refreshing.add(
    changes.pipe(throttleTime(STATE_MS, undefined, { leading: true, trailing: true })).subscribe(() => {
      if (whole.dataset['state'] === 'empty' || state().kind !== known) refresh();
    }),
  );
  return {
    element: whole,
    chart,
    refresh,
    destroy() {
      refreshing.unsubscribe();
      menu.destroy();
      enlarging.destroy();
      chart.destroy();
      whole.remove();
    },
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
