import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../results/bench-raster.mjs', import.meta.url));

/** Plays `npm run bench:raster` with two rounds. How fast is for that script, on a quiet machine, to judge. */
test('a raster of 1,000,000 spikes of 10,000 neurons is drawn, zoomed and panned, and the script says how fast', async () => {
  const child = spawn(process.execPath, [SCRIPT, '--rounds', '2'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [told, complaints] = ['', ''];
  child.stdout.on('data', (text) => (told += text));
  child.stderr.on('data', (text) => (complaints += text));
  const [status] = await once(child, 'close');
  expect(complaints).toBe('');
  const [line, verdict] = told.trimEnd().split('\n');
  const found = /; (\d+) spikes of 10000 neurons; full draw ([\d.]+) .* ms, zoom and pan ([\d.]+) .*; median .* of 2$/;
  const [, spikes, fullDraw, framesPerSecond] = found.exec(line!)!.map(Number);
  expect(spikes).toBeGreaterThan(990_000);
  expect(fullDraw).toBeGreaterThan(0);
  expect(framesPerSecond).toBeGreaterThan(0);
  const isMet = fullDraw! < 150 && framesPerSecond! >= 30;
  expect(verdict).toBe(`asked: under 150 ms, at least 30 frames/s: ${isMet ? 'met' : 'missed'}`);
  expect(status).toBe(isMet ? 0 : 1);
  console.log(line);
});
