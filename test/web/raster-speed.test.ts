import { expect, test } from 'vitest';

import { measureRaster, speedLine } from './raster-speed.js';

/** How fast is for `npm run bench:raster`, on a quiet machine; here, that it works, and is not slower by far. */
test('a raster of 1,000,000 spikes of 10,000 neurons is drawn, zoomed and panned', async () => {
  const speed = await measureRaster(1);
  const { spikes, neurons, fullDraw, framesPerSecond } = speed;
  expect(spikes).toBeGreaterThan(990_000);
  expect(neurons).toBe(10_000);
  expect(fullDraw[0]).toBeLessThan(5_000);
  expect(framesPerSecond[0]).toBeGreaterThan(1);
  console.log(speedLine(speed));
});
