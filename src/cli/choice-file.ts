import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import type { ChoiceMemory, RememberedChoice } from '../backends/choosing/choice-memory.js';
import { folderError } from '../record/folder-error.js';
import { jsonText } from '../record/json-text.js';
import { makeFolders } from '../record/make-folders.js';

/** Versions and machines come and go; older entries make room. */
const ENTRIES = 200;

const NOTE = 'Which backend was fastest, by machine and kind of network. May be deleted: it is measured again.';

/**
 * What `--backend auto` measured, kept in a JSON file for the next run. A file that is missing is empty; one that cannot
 * be read or written costs a warning and a measurement, never a run.
 *
 * @param path    Made when there is something to keep.
 * @param machine Heaviside's version and the machine: entries of another one do not count.
 * @param warn    Gets one line without its end.
 */
export function choiceFile(path: string, machine: string, warn: (line: string) => void): ChoiceMemory {
  const keyOf = (key: string): string => `${machine} | ${key}`;
  const entries = async (): Promise<Map<string, unknown>> => {
    const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') return undefined;
      throw cause;
    });
    return text === undefined ? new Map() : entriesOf(text);
  };
  return {
    async recall(key) {
      try {
        const entry = (await entries()).get(keyOf(key));
        return isChoice(entry) ? entry : undefined;
      } catch (error) {
        warn(`cannot read ${path}: ${wordsOf(path, error)}; backends are measured again`);
        return undefined;
      }
    },
    async remember(key, choice) {
      try {
        // A file that cannot be understood has been warned of when it was read; it is replaced.
        const known = await entries().catch(() => new Map<string, unknown>());
        known.delete(keyOf(key));
        known.set(keyOf(key), choice);
        const choices = Object.fromEntries([...known].slice(-ENTRIES));
        await replaceFile(path, `${jsonText({ note: NOTE, choices }, true)}\n`);
      } catch (error) {
        warn(`cannot write ${path}: ${wordsOf(path, error)}; backends will be measured again next time`);
      }
    },
  };
}

/** @throws SyntaxError for text that is no such file. */
function entriesOf(text: string): Map<string, unknown> {
  const content: unknown = JSON.parse(text);
  const choices = isRecord(content) ? content['choices'] : undefined;
  if (!isRecord(choices)) throw new SyntaxError('expected an object with "choices"');
  return new Map(Object.entries(choices));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isChoice(entry: unknown): entry is RememberedChoice {
  if (!isRecord(entry) || typeof entry['chosen'] !== 'string' || !Array.isArray(entry['measured'])) return false;
  return entry['measured'].every(
    (one) => isRecord(one) && typeof one['name'] === 'string' && Number.isFinite(one['seconds']),
  );
}

/** Two runs may end at once: each writes a file of its own, and the name only ever stands for a whole one. */
async function replaceFile(path: string, text: string): Promise<void> {
  await makeFolders(dirname(path));
  const partial = `${path}.${process.pid}`;
  try {
    await writeFile(partial, text);
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw error;
  }
}

function wordsOf(path: string, error: unknown): string {
  // The message quotes the file, line ends and all.
  if (error instanceof SyntaxError) return `it is damaged (${error.message.replace(/\p{Cc}+/gu, ' ')})`;
  return folderError('', path, error).message.replace(` ${path}: `, '');
}
