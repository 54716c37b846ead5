import { closest } from 'fastest-levenshtein';

import { HeavisideError } from '../core/heaviside-error.js';
import { jsonText } from '../record/json-text.js';
import { type CatalogueEntry, catalogue, TOPICS, type Topic } from './catalogue.js';
import type { CliDependencies } from './cli-dependencies.js';
import type { CliIo } from './cli-io.js';
import { EXIT } from './exit-status.js';
import { type Paint, paintFor } from './paint.js';
import { columnsText } from './result-text.js';
import { writeText } from './write-text.js';

function row({ name, summary, available = true, reason }: CatalogueEntry): string[] {
  return [`  ${name}`, available ? summary : `${summary} (not available: ${reason ?? 'no reason given'})`];
}

function sectionText(topic: Topic, entries: readonly CatalogueEntry[], paint: Paint): string {
  return `${paint('bold', topic)}\n${columnsText(entries.map(row))}`;
}

function topicOf(word: string): Topic {
  const topic = TOPICS.find((name) => name === word);
  if (topic !== undefined) return topic;
  const message = `'${word}' is no topic: expected ${TOPICS.slice(0, -1).join(', ')} or ${TOPICS.at(-1)}`;
  throw new HeavisideError('HV_ARGUMENTS', 'usage', message, { remedy: `did you mean ${closest(word, TOPICS)}?` });
}

/**
 * `heaviside list`: what a scenario can name, by topic. With `json` an object with a list for each topic.
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
  const paint = paintFor(io.stdout, io.env);
  const text = json
    ? `${jsonText(Object.fromEntries(lists), true)}\n`
    : lists.map(([name, entries]) => sectionText(name, entries, paint)).join('\n');
  await writeText(io.stdout, text);
  return EXIT.done;
}
