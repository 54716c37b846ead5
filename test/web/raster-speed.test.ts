import { expect, test } from 'vitest';

import { measureRaster, speedLine } from './raster-speed.js';

/** That it works, and how fast it was here. How fast it must be depends on the machine: `npm run bench:raster` judges that. */
test('a raster of 1,000,000 spikes of 10,000 neurons is drawn, zoomed and panned', async () => {
  const speed = await measureRaster(2);
  const { spikes, neurons, fullDraw, framesPerSecond } = speed;
  expect(spikes).toBeGreaterThan(990_000);
  expect(neurons).toBe(10_000);
  for (const measured of [...fullDraw, ...framesPerSecond]) {
    expect(measured).toBeGreaterThan(0);
    expect(measured).toBeLessThan(Number.POSITIVE_INFINITY);
  }
  expect([fullDraw.length, framesPerSecond.length]).toEqual([2, 2]);
  console.log(speedLine(speed));
});
