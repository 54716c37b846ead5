import { availableParallelism } from 'node:os';

import type { ChoiceMemory } from '../backends/choosing/choice-memory.js';
import { machineFacts } from '../record/machine-facts.js';
import { choiceFile } from './choice-file.js';
import { choiceFilePath } from './choice-file-path.js';
import type { CliIo } from './cli-io.js';

/** What earlier runs of this version on this machine measured; undefined where there is no place for it. */
export function machineChoices({ env, stderr }: Pick<CliIo, 'env' | 'stderr'>): ChoiceMemory | undefined {
  const path = choiceFilePath(env);
  if (path === undefined) return undefined;
  const { heaviside, platform, cpu } = machineFacts();
  const machine = `heaviside ${heaviside}, ${platform}, ${availableParallelism()} x ${cpu}`;
  return choiceFile(path, machine, (line) => void stderr.write(`warning: ${line}\n`));
}
