import { describe, expect, test } from 'vitest';

import { BRAILLE } from '../../src/cli/terminal-alphabet.js';
import { LastStretch } from '../../src/cli/terminal-last-stretch.js';
import { rasterLines } from '../../src/cli/terminal-raster.js';
import type { SpikePiece } from '../../src/record/recording.js';

/** 250 steps of two neurons: neuron 0 fires at the first of them, neuron 1 at the last. */
const piece = (from: number, more: Partial<SpikePiece> = {}): SpikePiece => ({
  ...{ kind: 'spikes', phase: 'probe', layer: 'out', size: 2, from, steps: 250 },
  ...{ times: Uint32Array.of(from, from + 249), units: Uint32Array.of(0, 1) },
  ...more,
});

describe('the end of a free run in a terminal', () => {
  test('is of the last 500 steps, whatever the length of the run', () => {
    const stretch = new LastStretch();
    for (let from = 0; from < 10_000; from += 250) stretch.with([piece(from)]);
    const scene = stretch.scene('…')!;
    expect(scene).toEqual({
      caption: 'phase probe: steps 9,500 to 10,000, 4 spikes',
      ...{ steps: 500, from: 9500 },
      spikes: [{ layer: 'out', times: Uint32Array.of(0, 249, 250, 499), units: Uint32Array.of(0, 1, 0, 1) }],
    });
    const lines = rasterLines(scene, stretch.sizes, { columns: 60, alphabet: BRAILLE, paint: (_style, text) => text });
    // 500 steps in 78 dots: 7 to a dot, so that 100 steps are 7 characters.
    expect(lines.at(-1)).toBe('7 steps a dot 9500   9600   9700   9800   9900');
  });

  test('is of the newest phase, and of no test sample', () => {
    const stretch = new LastStretch()
      .with([piece(0)])
      .with([piece(0, { phase: 'later', steps: 100 })])
      .with([piece(0, { phase: 'check', sample: 3, label: 1 })]);
    expect(stretch.scene('…')?.caption).toBe('phase later: steps 0 to 100, 2 spikes');
    expect(new LastStretch().with([piece(0, { sample: 3 })]).scene('…')).toBeUndefined();
  });
});
