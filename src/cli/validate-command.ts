import { sourceShape } from '../data/source-shape.js';
import { jsonText } from '../record/json-text.js';
import type { CliDependencies } from './cli-dependencies.js';
import type { CliIo } from './cli-io.js';
import { EXIT } from './exit-status.js';
import { readScenarioFile } from './read-scenario-file.js';
import { writeText } from './write-text.js';

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/**
 * `heaviside validate`: checks a scenario without running it. With `json` it prints the resolved scenario.
 *
 * @returns The exit status; a bad scenario throws.
 */
export async function validateCommand(
  file: string,
  overrides: readonly string[],
  { json = false }: { readonly json?: boolean },
  { parseScenario }: CliDependencies,
  io: CliIo,
): Promise<number> {
  const scenario = parseScenario(await readScenarioFile(file), { file, overrides });
  const { name, data, network, train, phases, seed } = scenario;
  const course = phases.length > 0 ? plural(phases.length, 'phase') : plural(train.epochs, 'epoch');
  const size = `${plural(network.layers.length, 'layer')}, ${course}, seed ${seed}`;
  // What lies in files shows only when they are read, and a check should not claim more than it did.
  const hasData = [data.train, data.test].some((source) => sourceShape(source)?.count === undefined);
  const hasReplays = phases.some(({ events }) => events.some(({ change }) => change.kind === 'replay-file'));
  const unread = [...(hasData ? ['data'] : []), ...(hasReplays ? ['replay'] : [])].join(' and ');
  const note = unread === '' ? '' : `its ${unread} files are read when it runs: they were not looked at\n`;
  const line = `${file} is a runnable scenario: ${name}, ${size}\n${note}`;
  await writeText(io.stdout, json ? `${jsonText({ file, valid: true, scenario }, true)}\n` : line);
  return EXIT.done;
}
