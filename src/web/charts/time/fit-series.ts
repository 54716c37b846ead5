import type uPlot from 'uplot';

/** Gives a plot as many lines as it is to have: networks and pins come and go while it stays. */
export function fitSeries(plot: uPlot, count: number, line: (number: number) => uPlot.Series): void {
  while (plot.series.length - 1 > count) plot.delSeries(plot.series.length - 1);
  for (let number = plot.series.length - 1; number < count; number++)
    plot.addSeries({ points: { show: false }, scale: 'y', auto: false, ...line(number) });
}
