import type { SpikeChoice } from './spike-list.js';

/** What a choice may name, in the words of a file. */
export const CHOICE_KEYS = ['phase', 'layer', 'sample'] as const satisfies readonly (keyof SpikeChoice)[];

/** Where a spike is from, as far as its file says. */
export type SpikeOrigin = Readonly<Partial<Record<(typeof CHOICE_KEYS)[number], string>>>;

/** Names that are told at most. */
const MOST_NAMES = 12;

/** Decides which spikes of a file are meant, and whether that is clear. */
export class ChosenSpikes {
  readonly #choice: SpikeOrigin;
  /** Everything that the file has. */
  readonly #there = new Map<string, Set<string>>();
  /** What those have that are meant. */
  readonly #meant = new Map<string, Set<string>>();
  #isClear = true;
  #any = false;

  constructor({ phase, layer, sample }: SpikeChoice) {
    this.#choice = {
      ...(phase === undefined ? {} : { phase }),
      ...(layer === undefined ? {} : { layer }),
      ...(sample === undefined ? {} : { sample: String(sample) }),
    };
  }

  /** Whether spikes from there are meant, as far as that is clear. */
  has(origin: SpikeOrigin): boolean {
    note(this.#there, origin);
    if (CHOICE_KEYS.some((key) => this.#choice[key] !== undefined && origin[key] !== this.#choice[key])) return false;
    this.#any = true;
    if (note(this.#meant, origin)) this.#isClear = CHOICE_KEYS.every((key) => (this.#meant.get(key)?.size ?? 0) <= 1);
    return this.#isClear;
  }

  /** Whether all spikes that are meant are of one phase, layer and sample. */
  get isClear(): boolean {
    return this.#isClear;
  }

  /** What is wrong with the choice. */
  problems(): readonly string[] {
    const told = CHOICE_KEYS.flatMap((key) => {
      const [chosen, meant, there] = [this.#choice[key], this.#meant.get(key), this.#there.get(key)];
      if (meant && meant.size > 1) return [`${key}: expected one of ${named(meant)} to be chosen, got none`];
      if (chosen === undefined || there === undefined || there.has(chosen)) return [];
      return [`${key}: expected one of ${named(there)}, got ${JSON.stringify(chosen)}`];
    });
    return told.length > 0 || this.#any ? told : ['expected at least one spike, got none'];
  }
}

/** @returns Whether there was anything new. */
function note(known: Map<string, Set<string>>, origin: SpikeOrigin): boolean {
  let isNew = false;
  for (const key of CHOICE_KEYS) {
    const [value, values] = [origin[key], known.get(key) ?? new Set<string>()];
    if (value === undefined || values.has(value)) continue;
    known.set(key, values.add(value));
    isNew = true;
  }
  return isNew;
}

function named(values: ReadonlySet<string>): string {
  const all = [...values].map((value) => (value === '' ? 'none' : JSON.stringify(value)));
  const more = all.length > MOST_NAMES ? ` and ${all.length - MOST_NAMES} more` : '';
  return `${all.slice(0, MOST_NAMES).join(', ')}${more}`;
}
