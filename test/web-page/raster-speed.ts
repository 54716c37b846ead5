import { BehaviorSubject } from 'rxjs';
import uPlotStyles from 'uplot/dist/uPlot.min.css?inline';
import { createRandomStreams } from '../../src/data/random-streams.js';
import { createRaster } from '../../src/web/charts/time/raster.js';
import { margins } from '../../src/web/charts/time/time-plot.js';
import { followTheme } from '../../src/web/page/theme.js';
import { RunStore } from '../../src/web/view/run-store.js';
import { createViewState, type View } from '../../src/web/view/view-state.js';
import { fixtureFacts } from './fixture.js';

const SIZES = [784, 9206, 10] as const;
const STEPS = 25;
const PRESENTATIONS = 40;
const RATE = 0.1;
const [WIDTH, HEIGHT] = [1600, 600];
/** Axis and edge around the plot's height. */
const AROUND = 34;

/** A run of 10,000 neurons with 1,000,000 spikes: each neuron has a rate of its own around one spike in ten steps. */
function largeStore(): RunStore {
  const random = createRandomStreams(1).stream('spikes');
  const store = new RunStore();
  const facts = fixtureFacts({ sizes: SIZES, steps: STEPS });
  store.apply({ kind: 'run', ...facts });
  const rates = facts.layers.map(({ size }) => Float64Array.from({ length: size }, () => 2 * RATE * random()));
  for (let k = 0; k < PRESENTATIONS; k++) {
    const spikes = facts.layers.map(({ id }, layer) => {
      const times: number[] = [];
      const units: number[] = [];
      for (let step = 0; step < STEPS; step++)
        rates[layer]!.forEach((rate, unit) => {
          if (random() >= rate) return;
          times.push(step);
          units.push(unit);
        });
      return { layer: id, times: Uint32Array.from(times), units: Uint32Array.from(units) };
    });
    store.apply({
      ...{ kind: 'look', start: k * STEPS, epoch: 0, step: 0 },
      look: {
        ...{ sample: k, label: 0, answer: 0, steps: STEPS, spikes, pulses: [] },
        voltages: { neurons: [], values: new Float32Array(0) },
        readout: new Float32Array(10),
        input: new Float32Array(784),
      },
    });
  }
  return store;
}

const sheet = new CSSStyleSheet();
sheet.replaceSync(`${uPlotStyles} body { margin: 0 }`);
document.adoptedStyleSheets = [sheet];
followTheme();
const store = largeStore();
const view: View = { state: createViewState(), runs: new BehaviorSubject<readonly RunStore[]>([store]) };
const raster = createRaster(view, () => HEIGHT + AROUND);
const { left, right } = margins(WIDTH);
raster.element.style.width = `${WIDTH + left + right}px`;
document.body.append(raster.element);

const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
/** Waits until the canvas is on the screen: the frame that shows it has ended when the one after it begins. */
const shown = async (): Promise<number> => {
  await frame();
  await frame();
  return performance.now();
};

/** Milliseconds of one drawing of everything that is in sight, from the change until the screen shows it. */
async function fullDraw(from: number): Promise<number> {
  await shown();
  const begin = performance.now();
  // Another zoom leaves nothing of the old picture to be used again.
  view.state.window.next({ from, to: 1000 });
  return (await shown()) - begin;
}

/** Frames a second while the window is zoomed and panned once a frame. */
async function framesPerSecond(steps: number): Promise<number> {
  await shown();
  const begin = await frame();
  let end = begin;
  for (let k = 0; k < steps; k++) {
    const width = k < steps / 2 ? 1000 - 12 * k : 640;
    const from = k < steps / 2 ? 6 * k : 180 + 5 * (k - steps / 2);
    view.state.window.next({ from, to: from + width });
    end = await frame();
  }
  return (1000 * steps) / (end - begin);
}

const speed = {
  spikes: store.spikes.count,
  neurons: store.rows.count,
  plot: [WIDTH, HEIGHT],
  fullDraw,
  framesPerSecond,
};
Object.assign(globalThis, { rasterSpeed: speed, raster });
