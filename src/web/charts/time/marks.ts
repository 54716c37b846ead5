import { theme } from '../../page/theme.js';
import { isLook, shownText } from '../../view/presentation.js';
import type { RunStore } from '../../view/run-store.js';
import { shownRun, type View } from '../../view/view-state.js';
import type { Chart } from '../chart.js';
import { type FigureTable, MOST_TABLE_ROWS } from '../figure-table.js';
import { toCsv } from '../panel/to-csv.js';
import { leftOut } from './left-out.js';
import { drawAnswers, drawMarks, drawStretches } from './mark-drawing.js';
import { isDrive, marksIn, markWords, placedInterventions } from './mark-layout.js';
import { drawBorders } from './presentation-borders.js';
import { presentationsIn } from './presentations-in.js';
import { answerWords, plural, windowWords } from './step-words.js';
import { createTimeChart } from './time-chart.js';

/** Marks that are no farther from the pointer are told, in CSS pixels. */
const NEAR = 6;

/** Height of a lane, and of what is around them, in CSS pixels. */
const LANE = 21;
const AROUND = 16;
const LANES = ['answers', 'pulses', 'changes'] as const;

/** What was shown, what the network answered, and what was done to it: pulses, silenced neurons, learning rates. */
export function createMarks(view: View): Chart {
  const { state } = view;
  const empty = (run: RunStore | undefined): string | undefined =>
    run && run.presentations.length > 0 ? undefined : 'Nothing recorded yet.';
  /** Lanes from the top. Those of what never happened are left out where nothing can be done to the run: they would stay empty. */
  const lanes = (): readonly string[] => {
    const run = shownRun(view);
    // A click on a row of a chart must not move the charts below.
    if (run?.everSteerable) return LANES;
    if (run?.changes.some(({ at }) => at.unit === 'step')) return lanesOf(run);
    const pulsed = run?.presentations.some((one) => isLook(one) && one.look.pulses.length > 0) ?? false;
    const changed = run !== undefined && placedInterventions(run).length > 0;
    return LANES.filter((lane) => lane === 'answers' || (lane === 'pulses' ? pulsed : changed));
  };
  let perPixel = 1;
  return createTimeChart(view, {
    name: 'marks',
    title: 'Presentations',
    height: () => AROUND + LANE * lanes().length,
    empty,
    plot: {
      bottom: false,
      direction: -1,
      left: {
        splits: () => lanes().map((_, k) => k + 0.5),
        values: () => lanes().map((lane) => laneName(lane, shownRun(view))),
        grid: { show: false },
      },
      under(plot) {
        const run = shownRun(view);
        if (!run || empty(run)) return;
        const window = state.window.value;
        perPixel = (window.to - window.from) / plot.over.clientWidth;
        drawBorders(plot, run, window, theme.value);
        const { bbox } = plot;
        lanes().forEach((lane, k, { length }) => {
          const middle = bbox.top + ((k + 0.5) / length) * bbox.height;
          const shown = presentationsIn(run, window);
          if (lane === 'answers') {
            drawAnswers(plot, middle, shown.filter(isLook), theme.value);
            drawStretches(plot, middle, shown, theme.value);
          }
          const marks = marksIn(run, window).filter((mark) => isDrive(mark) === (lane === 'pulses'));
          if (lane !== 'answers') drawMarks(plot, middle, marks, theme.value);
        });
      },
    },
    update: (plot) => plot.setScale('y', { min: 0, max: lanes().length }),
    summary(run) {
      const shown = presentationsIn(run, state.window.value);
      const looks = shown.filter(isLook);
      const right = looks.filter(({ look }) => look.label === look.answer).length;
      // Neurons that stay silent from one stretch to the next are one change.
      const marks = marksIn(run, state.window.value).filter(({ extent }) => extent !== 'rows').length;
      const answered = `${right} of ${plural(looks.length, 'presentation')} answered right`;
      const what = looks.length < shown.length ? shownText(shown) : answered;
      return `${what} in ${windowWords(state.window.value)}, ${plural(marks, 'change')}`;
    },
    words: (run, { step }) => markWords(run, step, NEAR * perPixel),
    figures: (run) => markFigures(run, view, MOST_TABLE_ROWS),
    csv: (run) => toCsv(markFigures(run, view, Number.POSITIVE_INFINITY)),
  });
}

/** Lanes of a run whose phases did something on the time axis. */
function lanesOf(run: RunStore): readonly (typeof LANES)[number][] {
  const marks = marksIn(run, run.extent);
  return LANES.filter((lane) => lane === 'answers' || marks.some((mark) => isDrive(mark) === (lane === 'pulses')));
}

function laneName(lane: string, run: RunStore | undefined): string {
  if (!run?.facts?.phases) return lane;
  return lane === 'answers' ? 'shown' : lane === 'pulses' ? 'drives' : lane;
}

function markFigures(run: RunStore, { state }: View, most: number): FigureTable {
  const window = state.window.value;
  const answers = presentationsIn(run, window).map((presentation) => {
    const { start } = presentation;
    if (!isLook(presentation)) {
      const { sample, label } = presentation;
      return { start, row: [start, 'recorded', sample, label, undefined, answerWords(presentation)] };
    }
    const { sample, label, answer } = presentation.look;
    return { start, row: [start, 'presentation', sample, label, answer, label === answer ? 'right' : 'wrong'] };
  });
  const marks = marksIn(run, window).map(({ from, kind, words }) => ({
    start: from,
    row: [Math.floor(from), kind, undefined, undefined, undefined, words],
  }));
  const all = [...answers, ...marks].toSorted((a, b) => a.start - b.start);
  const note = leftOut(all.length, 'entries', most);
  return {
    caption: `Presentations and changes in ${windowWords(window)}`,
    columns: ['step', 'what', 'sample', 'label', 'answer', 'in words'],
    rows: all.slice(Math.max(0, all.length - most)).map(({ row }) => row),
    ...(note !== undefined && { note }),
  };
}
