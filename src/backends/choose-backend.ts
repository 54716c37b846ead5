import { closest, distance } from 'fastest-levenshtein';
import { HeavisideError } from '../core/heaviside-error.js';
import type { Backend } from './backend.js';
import { BACKENDS } from './backends.js';

/** What was asked, what runs, and why the others do not. */
export interface ChosenBackend {
  readonly backend: Backend;
  readonly asked: string;
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
}

/**
 * Picks a backend: `auto` the first that can run here; a name exactly that one, never a replacement.
 *
 * @throws HeavisideError HV_BACKEND_UNKNOWN (usage) for a name that no backend has, HV_BACKEND_UNAVAILABLE (machine)
 *   when the one named cannot run here, with the reason.
 */
export async function chooseBackend(asked: string, backends: readonly Backend[] = BACKENDS): Promise<ChosenBackend> {
  if (asked !== 'auto') return { backend: await named(asked, backends), asked, skipped: [] };
  const skipped: { name: string; reason: string }[] = [];
  for (const backend of backends) {
    const reason = await backend.unavailable();
    if (reason === undefined) return { backend, asked, skipped };
    skipped.push({ name: backend.name, reason });
  }
  throw new HeavisideError(
    'HV_BACKEND_UNAVAILABLE',
    'machine',
    `no backend can run here: ${skipped.map(({ name, reason }) => `${name}: ${reason}`).join('; ')}`,
  );
}

async function named(asked: string, backends: readonly Backend[]): Promise<Backend> {
  const names = ['auto', ...backends.map(({ name }) => name)];
  const nearest = closest(asked, names);
  const backend = backends.find(({ name }) => name === asked);
  if (!backend)
    throw new HeavisideError(
      'HV_BACKEND_UNKNOWN',
      'usage',
      `expected a backend out of ${names.map((name) => `"${name}"`).join(', ')}, got "${asked}"`,
      {
        // A name that shares next to nothing with any of them is not a slip of the keyboard.
        remedy: distance(asked, nearest) <= 2 ? `Did you mean "${nearest}"?` : 'Choose one of these.',
        facts: { asked },
      },
    );
  const reason = await backend.unavailable();
  if (reason === undefined) return backend;
  throw new HeavisideError('HV_BACKEND_UNAVAILABLE', 'machine', `backend "${asked}" cannot run here: ${reason}`, {
    remedy: 'Use --backend auto, or choose another one from: heaviside list backends',
    facts: { asked, reason },
  });
}
