import { closest } from 'fastest-levenshtein';

import { autoPlan } from '../backends/choosing/stored-table.js';
import { HeavisideError } from '../core/heaviside-error.js';
import { jsonText } from '../record/json-text.js';
import { type AutoListing, autoText } from './auto-text.js';
import { type CatalogueEntry, catalogue, TOPICS, type Topic } from './catalogue.js';
import { choiceFilePath } from './choice-file-path.js';
import type { CliDependencies } from './cli-dependencies.js';
import type { CliIo } from './cli-io.js';
import { deviceText } from './device-text.js';
import { EXIT } from './exit-status.js';
import { paintFor } from './paint.js';
import { columnsText } from './result-text.js';
import { writeText } from './write-text.js';

function row({ name, summary, available = true, reason, device = {} }: CatalogueEntry): string[] {
  const on = deviceText(device);
  if (available) return [`  ${name}`, on === '' ? summary : `${summary} (${on})`];
  return [`  ${name}`, `${summary} (not available: ${reason ?? 'no reason given'})`];
}

function sectionText(topic: Topic, entries: readonly CatalogueEntry[], { env, stdout }: CliIo): string {
  const text = `${paintFor(stdout, env)('bold', topic)}\n${columnsText(entries.map(row))}`;
  return topic === 'backends' ? `${text}\n${autoText(autoOf(entries, env), env['HOME'])}` : text;
}

function autoOf(backends: readonly CatalogueEntry[], env: CliIo['env']): AutoListing {
  const remembered = choiceFilePath(env);
  const plan = autoPlan(backends.filter(({ available = true }) => available));
  return { ...plan, ...(remembered === undefined ? {} : { remembered }) };
}

function topicOf(word: string): Topic {
  const topic = TOPICS.find((name) => name === word);
  if (topic !== undefined) return topic;
  const message = `'${word}' is no topic: expected ${TOPICS.slice(0, -1).join(', ')} or ${TOPICS.at(-1)}`;
  throw new HeavisideError('HV_ARGUMENTS', 'usage', message, { remedy: `did you mean ${closest(word, TOPICS)}?` });
}

/**
 * `heaviside list`: what a scenario can name, by topic. With `json` an object with a list for each topic; with the topic
 * `backends` also what `auto` would do here.
 *
 * @param topic Omitted: all of them.
 * @returns The exit status.
 */
export async function listCommand(
  topic: string | undefined,
  { json = false }: { readonly json?: boolean },
  dependencies: CliDependencies,
  io: CliIo,
): Promise<number> {
  const topics = topic === undefined ? TOPICS : [topicOf(topic)];
  const lists = await Promise.all(topics.map(async (name) => [name, await catalogue(name, dependencies)] as const));
  const backends = lists.find(([name]) => name === 'backends')?.[1];
  const auto = backends === undefined ? {} : { auto: autoOf(backends, io.env) };
  const text = json
    ? `${jsonText({ ...Object.fromEntries(lists), ...auto }, true)}\n`
    : lists.map(([name, entries]) => sectionText(name, entries, io)).join('\n');
  await writeText(io.stdout, text);
  return EXIT.done;
}
