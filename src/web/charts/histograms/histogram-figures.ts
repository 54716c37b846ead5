import type { Histogram } from '../../../run/watch/look.js';
import { countText } from '../../../streams/text/number-text.js';
import type { RunStore } from '../../view/run-store.js';
import type { FigureTable } from '../figure-table.js';
import { fewDigits } from '../plot/ticks.js';
import { type CutValues, countOf } from './ridge-layout.js';
import { shownRidges } from './shown-ridges.js';
import { type TensorCourse, tensorCourses, whyNoFeedback } from './tensor-courses.js';

/** The last of a course's histograms that is not later than an epoch; undefined when there is none. */
export function histogramAt({ sources }: TensorCourse, epoch: number): Histogram | undefined {
  return sources.findLast((source) => source.epoch <= epoch)?.histogram;
}

/** A histogram in few words: `min −0.42, max 0.39, 2.1 % exact zeros`. */
export function histogramText(histogram: Histogram): string {
  const total = countOf(histogram);
  const zeros = total === 0 ? 0 : (100 * histogram.zeros) / total;
  return `min ${fewDigits(histogram.from)}, max ${fewDigits(histogram.to)}, ${fewDigits(zeros)} % exact zeros`;
}

/** What of earlier epochs is not in the picture, in few words: `cut: ≥ 312 values of 5 epochs, −0.21 to 2.31`. */
export function cutText({ epochs, values, from, to }: CutValues): string {
  const least = `${countText(values)} ${values === 1 ? 'value' : 'values'}`;
  return `cut: ≥ ${least} of ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}, ${fewDigits(from)} to ${fewDigits(to)}`;
}

/** One line for each tensor at one epoch. */
export function histogramFigures(run: RunStore | undefined, epoch: number): FigureTable {
  const courses = run ? tensorCourses(run) : [];
  const rows = courses.flatMap((course) => {
    const histogram = histogramAt(course, epoch);
    if (!histogram) return [];
    const total = countOf(histogram);
    const zeros = total === 0 ? undefined : histogram.zeros / total;
    const cut = shownRidges(course, epoch, 'linear')?.cut;
    return [[course.title, total, histogram.from, histogram.to, zeros, cut?.values ?? 0]];
  });
  const why = rows.length === 0 ? 'No epoch has ended yet.' : run && whyNoFeedback(run);
  return {
    caption: Number.isFinite(epoch) ? `Weights and feedback after epoch ${epoch}` : 'Weights and feedback',
    columns: [
      'Tensor',
      'Values',
      'Smallest',
      'Largest',
      'Share of exact zeros',
      'Values of earlier epochs beyond the axis, at least',
    ],
    rows,
    ...(why ? { note: why } : {}),
  };
}

/** Every bin of every recorded epoch. */
export function histogramTable(run: RunStore | undefined): Pick<FigureTable, 'columns' | 'rows'> {
  const rows = (run ? tensorCourses(run) : []).flatMap(({ kind, tensor, sources }) =>
    sources.flatMap(({ epoch, histogram: { from, to, counts, zeros } }) =>
      Array.from(counts, (count, bin) => {
        const at = (border: number): number => from + ((to - from) * border) / counts.length;
        return [kind, tensor, epoch, at(bin), at(bin + 1), count, zeros];
      }),
    ),
  );
  return { columns: ['kind', 'tensor', 'epoch', 'binFrom', 'binTo', 'count', 'zerosOfTensor'], rows };
}
