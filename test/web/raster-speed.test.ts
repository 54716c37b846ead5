import { expect, test } from 'vitest';

import { measureRaster, speedLine, TARGET } from './raster-speed.js';

/** How fast is for `npm run bench:raster`, on a quiet machine; here, that the best of two is within three times of it. */
test('a raster of 1,000,000 spikes of 10,000 neurons is drawn, zoomed and panned', async () => {
  const speed = await measureRaster(2);
  const { spikes, neurons, fullDraw, framesPerSecond } = speed;
  expect(spikes).toBeGreaterThan(990_000);
  expect(neurons).toBe(10_000);
  expect(fullDraw[0]).toBeLessThan(3 * TARGET.fullDraw);
  expect(framesPerSecond.at(-1)).toBeGreaterThan(TARGET.framesPerSecond / 3);
  console.log(speedLine(speed));
});
