import { fairShares } from '../core/fair-shares.js';
import type { LayerSpikes, Look } from '../run/watch/look.js';
import { countText } from '../streams/text/number-text.js';
import type { Paint } from './paint.js';
import type { Alphabet } from './terminal-alphabet.js';
import { dotLines, type SpikeBins, spikeBins, timeScale } from './terminal-dots.js';
import { nameText } from './terminal-name.js';
import { stepAxis } from './terminal-step-axis.js';

/** Lines of dots at most; with caption and axis 24 are never exceeded. */
const LINES = 21;

/** Columns at the left for what a group of rows is. */
const BESIDE = 20;

/** Told apart on dark and on light ground; each layer has its name beside it as well. */
const COLOURS = ['cyan', 'magenta', 'green', 'blue'] as const;

/** How a raster is drawn. */
export interface RasterStyle {
  /** Width of the terminal, >= 40. */
  readonly columns: number;
  readonly alphabet: Alphabet;
  readonly paint: Paint;
}

/** What stands beside the rows of a layer, the most important first. */
function facts(layer: string, size: number, { neuronsPerRow, litFrom }: SpikeBins, ellipsis: string): string[] {
  return [
    layer,
    counted(size, 'neuron'),
    ...(neuronsPerRow > 1 ? [`${countText(neuronsPerRow)} to a row`] : []),
    ...(litFrom > 1 ? [`lit from ${countText(litFrom)} spikes`] : []),
  ].map((fact) => nameText(fact, BESIDE, ellipsis));
}

/** Spikes of some steps, and what they are of. */
export interface RasterScene {
  readonly caption: string;
  readonly steps: number;
  readonly spikes: readonly LayerSpikes[];
  /** Number of the first step; 0 unless given. */
  readonly from?: number;
}

/** The answer to one sample, as a scene. */
export function sceneOfLook(look: Look, paint: Paint): RasterScene {
  return { caption: captionText(look, paint), steps: look.steps, spikes: look.spikes };
}

/**
 * Spikes as a small raster: a group of rows for each layer, one row of dots a neuron where there is room, steps to the
 * right.
 *
 * @param sizes Neurons of each layer by name.
 * @returns Lines of at most `columns` characters, without what the terminal might obey; none when nothing spikes.
 */
export function rasterLines(scene: RasterScene, sizes: ReadonlyMap<string, number>, style: RasterStyle): string[] {
  const { columns, alphabet, paint } = style;
  const layers = scene.spikes.filter(({ layer }) => sizes.has(layer));
  if (layers.length === 0) return [];
  // The last line says how many are left out.
  const shown = layers.length > LINES ? layers.slice(0, LINES - 1) : layers;
  const time = timeScale(scene.steps, (columns - BESIDE - 1) * alphabet.across, alphabet);
  const wanted = shown.map(({ layer }) => Math.ceil(sizes.get(layer)! / alphabet.down));
  const shares = fairShares(wanted, shown.length < layers.length ? LINES - 1 : LINES);
  const groups = shown.map((spikes, k) => {
    const size = sizes.get(spikes.layer)!;
    const bins = spikeBins(spikes, size, shares[k]! * alphabet.down, time);
    return { dots: dotLines(bins, time.pitch, alphabet), facts: facts(spikes.layer, size, bins, alphabet.ellipsis) };
  });
  const axisHead = time.stepsPerBin > 1 ? `${countText(time.stepsPerBin)} steps a dot` : 'step';
  const beside = [axisHead, ...groups.flatMap(({ dots, facts }) => facts.slice(0, dots.length))];
  const width = Math.max(...beside.map(({ length }) => length));
  const lines = groups.flatMap(({ dots, facts }, k) =>
    dots.map((line, row) => {
      const head = (facts[row] ?? '').padEnd(width);
      return paint(COLOURS[k % COLOURS.length]!, `${head} ${line}`.trimEnd());
    }),
  );
  const left = layers.length - shown.length;
  return [
    scene.caption,
    ...lines,
    ...(left > 0 ? [`and ${left} more layers`] : []),
    `${axisHead.padEnd(width)} ${stepAxis(time, columns - width - 1, alphabet, scene.from)}`.trimEnd(),
  ];
}

function captionText({ sample, label, answer, steps, spikes }: Look, paint: Paint): string {
  const count = spikes.reduce((sum, { times }) => sum + times.length, 0);
  const judged = paint(answer === label ? 'green' : 'red', `answer ${answer}`);
  return `test sample ${sample}: label ${label}, ${judged}, ${counted(steps, 'step')}, ${counted(count, 'spike')}`;
}

export function counted(count: number, what: string): string {
  return `${countText(count)} ${what}${count === 1 ? '' : 's'}`;
}
