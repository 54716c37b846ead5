import type uPlot from 'uplot';

/**
 * Gives a plot its lines, however many it had: networks and pins come and go while it stays. Lines that are too many stay
 * without values, because uPlot takes none away whose cursor has no points.
 */
export function setLines(
  plot: uPlot,
  [places, ...lines]: uPlot.AlignedData,
  line: (number: number) => uPlot.Series,
): void {
  for (let number = plot.series.length - 1; number < lines.length; number++)
    plot.addSeries({ points: { show: false }, scale: 'y', auto: false, ...line(number) });
  const nothing = Array.from(places, () => null);
  const surplus = plot.series.slice(1 + lines.length).map(() => nothing);
  plot.setData([places, ...lines, ...surplus], false);
}
