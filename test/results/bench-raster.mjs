// How fast the raster of a page draws 1,000,000 spikes of 10,000 neurons on 1600 x 600 CSS pixels in headless Chromium
// with software rendering: milliseconds until a full drawing is on the screen, and frames a second of zooming and panning.
//
//   npm run bench:raster
//
// --rounds N  default 10. Exit status 1 when the medians miss what is asked.
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '10' } } });
const rounds = Number(values.rounds);
if (!(Number.isInteger(rounds) && rounds >= 1)) {
  console.error(`--rounds: expected a whole number >= 1, got "${values.rounds}"`);
  process.exit(2);
}
const script = fileURLToPath(new URL('../web/raster-speed.ts', import.meta.url));
const { module } = await runnerImport(script, { configFile: false, logLevel: 'error' });
const speed = await module.measureRaster(rounds);
console.log(module.speedLine(speed));
const { fullDraw, framesPerSecond } = module.TARGET;
const met = module.meetsTarget(speed);
console.log(`asked: under ${fullDraw} ms, at least ${framesPerSecond} frames/s: ${met ? 'met' : 'missed'}`);
process.exit(met ? 0 : 1);
