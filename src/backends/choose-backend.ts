import { closest, distance } from 'fastest-levenshtein';
import { HeavisideError } from '../core/heaviside-error.js';
import type { Backend, OpenRequest, Session } from './backend.js';
import { BACKENDS } from './backends.js';
import { reasonOf, whyUnavailable, whyUnsupported } from './choosing/ask-backend.js';
import { type AutoOptions, chooseAutomatically } from './choosing/choose-automatically.js';
import type { ChosenBackend, SkippedBackend } from './choosing/chosen-backend.js';

/** Among which backends to choose, and what `auto` may use for it. */
export interface ChoosingOptions extends AutoOptions {
  /** Those that there are, preferred first; default: all of Heaviside's. */
  readonly backends?: readonly Backend[] | undefined;
}

const ELSEWHERE = 'Use --backend auto, or choose another one from: heaviside list backends';

/**
 * Picks a backend for a network. `auto`: the one that is best for it here, see `chooseAutomatically`; a name: exactly
 * that one, never a replacement and never measured.
 *
 * @throws HeavisideError HV_BACKEND_UNKNOWN (usage) for a name that no backend has, HV_BACKEND_UNSUPPORTED (usage) when
 *   the one named cannot run this network, HV_BACKEND_UNAVAILABLE (machine) when it, or under `auto` any, cannot run
 *   here; with the reason.
 */
export async function chooseBackend(
  asked: string,
  request: OpenRequest,
  { backends = BACKENDS, ...options }: ChoosingOptions = {},
): Promise<ChosenBackend> {
  if (asked === 'auto') return chooseAutomatically(backends, request, options);
  const backend = named(asked, backends);
  const refuse = (code: string, kind: 'usage' | 'machine', what: string, reason: string): HeavisideError =>
    new HeavisideError(code, kind, `backend "${asked}" cannot run ${what}: ${reason}`, {
      remedy: ELSEWHERE,
      facts: { asked, reason },
    });
  const unsupported = whyUnsupported(backend, request);
  if (unsupported !== undefined) throw refuse('HV_BACKEND_UNSUPPORTED', 'usage', 'this network', unsupported);
  const unavailable = await whyUnavailable(backend);
  if (unavailable !== undefined) throw refuse('HV_BACKEND_UNAVAILABLE', 'machine', 'here', unavailable);
  return { backend, asked, why: 'named', skipped: [] };
}

/** A network on the device that was chosen for it. */
export interface OpenedBackend {
  readonly session: Session;
  readonly choice: ChosenBackend;
}

/**
 * Chooses a backend and puts the network on it. Under `auto` a backend whose device turns out to fail is passed over,
 * with its reason among the skipped; a named one is not replaced. The caller closes the session.
 *
 * @throws HeavisideError What `chooseBackend` throws; whatever opening throws, unless `auto` can pass over it.
 */
export async function openBackend(
  asked: string,
  request: OpenRequest,
  options: ChoosingOptions = {},
): Promise<OpenedBackend> {
  if (asked !== 'auto') {
    const choice = await chooseBackend(asked, request, options);
    return { session: await choice.backend.open(request), choice };
  }
  const { backends = BACKENDS } = options;
  const failed: SkippedBackend[] = [];
  for (;;) {
    const choice = await chooseAutomatically(backends, request, options, failed);
    const { name } = choice.backend;
    try {
      return { session: await choice.backend.open(request), choice };
    } catch (error) {
      if (!(error instanceof HeavisideError) || error.kind !== 'machine') throw error;
      failed.push({ name, because: 'failed', reason: `cannot be opened: ${reasonOf(error)}` });
    }
  }
}

function named(asked: string, backends: readonly Backend[]): Backend {
  const backend = backends.find(({ name }) => name === asked);
  if (backend) return backend;
  const names = ['auto', ...backends.map(({ name }) => name)];
  // Capitals are no typing error.
  const typed = asked.toLowerCase();
  const longer = names.filter((name) => typed.length > 1 && name.includes(typed));
  const nearest = longer[0] ?? closest(typed, names);
  throw new HeavisideError(
    'HV_BACKEND_UNKNOWN',
    'usage',
    `expected a backend out of ${names.map((name) => `"${name}"`).join(', ')}, got "${asked}"`,
    {
      // A name that shares next to nothing with any of them is not a slip of the keyboard.
      remedy:
        longer.length > 0 || distance(typed, nearest) <= 2 ? `Did you mean "${nearest}"?` : 'Choose one of these.',
      facts: { asked },
    },
  );
}
