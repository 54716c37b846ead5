// Kills runs at random moments (SIGKILL), goes on with them until they are complete, and holds every file that they leave
// against those of a run that was left alone, times aside. Exit status 1 when any differs.
//
//   npm run kill                                         20 kills of scenarios/digits-lif.yaml
//   npm run kill -- --kills 3 --seed again --scenario scenarios/xor-lif.yaml train.epochs=2
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runnerImport } from 'vite';

const { values, positionals: overrides } = parseArgs({
  allowPositionals: true,
  options: {
    kills: { type: 'string', default: '20' },
    seed: { type: 'string', default: 'kill' },
    backend: { type: 'string', default: 'events' },
    scenario: { type: 'string', default: 'scenarios/digits-lif.yaml' },
  },
});
const { seed, backend, scenario } = values;
const kills = Number(values.kills);
if (!(Number.isInteger(kills) && kills > 0)) {
  console.error(`--kills: expected a whole number > 0, got "${values.kills}"`);
  process.exit(2);
}
const file = fileURLToPath(new URL('../cli/killed-runs.ts', import.meta.url));
const { module } = await runnerImport(file, { configFile: false, logLevel: 'error' });
const tell = (line) => console.log(line);
const { runs, differences } = await module.killRuns({ scenario, overrides, backend, kills, seed, tell });
for (const file of differences) console.log(`differs: ${file}`);
console.log(`${kills} kills, ${runs} runs, ${differences.length} files that differ`);
process.exit(differences.length === 0 ? 0 : 1);
