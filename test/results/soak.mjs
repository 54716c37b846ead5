// Memory of a live run and of the page that shows it, over minutes, so long that the page's bounded
// memory is full in the first half. Exit status 1 when the second half needs more than a tenth above the first half's most.
//
//   npm run soak                     10 minutes
//   npm run soak -- --minutes 2
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '10' } } });
const minutes = Number(values.minutes);
if (!(minutes > 0)) {
  console.error(`--minutes: expected a number > 0, got "${values.minutes}"`);
  process.exit(2);
}
const script = fileURLToPath(new URL('../web/soak.ts', import.meta.url));
const { module } = await runnerImport(script, { configFile: false, logLevel: 'error' });
const line = ({ seconds, page, heap, embedder, arrays, run, shown }) =>
  [
    `${String(seconds).padStart(5)} s`,
    `page ${page.toFixed(1)} MB (objects ${heap.toFixed(1)}, browser ${embedder.toFixed(1)}, arrays ${arrays.toFixed(1)})`,
    `run ${run.toFixed(0)} MB`,
    shown,
  ].join('   ');
const every = Math.min(30, (minutes * 60) / 8);
const points = await module.soak({ minutes, every }, (point) => console.log(line(point)));
const half = Math.ceil(points.length / 2);
let grown = false;
for (const side of ['page', 'run']) {
  const most = (some) => Math.max(...some.map((point) => point[side]));
  const [first, second] = [most(points.slice(0, half)), most(points.slice(half))];
  console.log(`${side}: at most ${first.toFixed(1)} MB in the first half, ${second.toFixed(1)} MB in the second`);
  grown ||= second > first * 1.1;
}
process.exit(grown ? 1 : 0);
