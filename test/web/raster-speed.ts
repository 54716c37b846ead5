import { cpus, loadavg } from 'node:os';

import { serveScript } from './open-browser.js';

/** What drawing 1,000,000 spikes costs in a browser that renders in software. */
export interface RasterSpeed {
  readonly machine: string;
  readonly browser: string;
  readonly load: number;
  readonly spikes: number;
  readonly neurons: number;
  /** Milliseconds from a change of the zoom until the screen shows all spikes drawn anew, one entry a round, ascending. */
  readonly fullDraw: readonly number[];
  /** Frames a second over 60 steps of zooming and panning, one entry a round, ascending. */
  readonly framesPerSecond: readonly number[];
}

/** What is asked: at most so many milliseconds, at least so many frames a second. */
export const TARGET = { fullDraw: 150, framesPerSecond: 30 } as const;

/** Whether the medians are what is asked. */
export function meetsTarget({ fullDraw, framesPerSecond }: RasterSpeed): boolean {
  const median = (sorted: readonly number[]): number => sorted[Math.round(0.5 * (sorted.length - 1))]!;
  return median(fullDraw) < TARGET.fullDraw && median(framesPerSecond) >= TARGET.framesPerSecond;
}

const STEPS = 60;

/** Measures in turns. @param rounds >= 1, after one that does not count. */
export async function measureRaster(rounds: number): Promise<RasterSpeed> {
  const pages = await serveScript('raster-speed.ts');
  try {
    const page = await pages.open({ width: 1800, height: 700 });
    await page.waitForFunction('globalThis.rasterSpeed');
    const fullDraw: number[] = [];
    const framesPerSecond: number[] = [];
    for (let round = 0; round <= rounds; round++) {
      const milliseconds = await page.evaluate<number>(`rasterSpeed.fullDraw(${round})`);
      const frames = await page.evaluate<number>(`rasterSpeed.framesPerSecond(${STEPS})`);
      if (round === 0) continue;
      fullDraw.push(milliseconds);
      framesPerSecond.push(frames);
    }
    if (pages.complaints.length > 0) throw new Error(pages.complaints.join('\n'));
    return {
      machine: `${cpus().length} × ${cpus()[0]!.model}`,
      browser: `Chromium ${page.context().browser()!.version()}`,
      load: loadavg()[0]!,
      spikes: await page.evaluate<number>('rasterSpeed.spikes'),
      neurons: await page.evaluate<number>('rasterSpeed.neurons'),
      fullDraw: fullDraw.toSorted((a, b) => a - b),
      framesPerSecond: framesPerSecond.toSorted((a, b) => a - b),
    };
  } finally {
    await pages.close();
  }
}

/** The figures as one line: medians with p10 and p90. */
export function speedLine({ machine, browser, load, spikes, neurons, fullDraw, framesPerSecond }: RasterSpeed): string {
  const at = (sorted: readonly number[], share: number): string =>
    sorted[Math.round(share * (sorted.length - 1))]!.toFixed(1);
  const spread = (sorted: readonly number[]): string => `${at(sorted, 0.5)} (${at(sorted, 0.1)} … ${at(sorted, 0.9)})`;
  return [
    `${machine}, ${browser}, load ${load.toFixed(1)}`,
    `${spikes} spikes of ${neurons} neurons`,
    `full draw ${spread(fullDraw)} ms, zoom and pan ${spread(framesPerSecond)} frames/s`,
    `median (p10 … p90) of ${fullDraw.length}`,
  ].join('; ');
}
