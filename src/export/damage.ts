import { HeavisideError } from '../core/heaviside-error.js';
import type { DamageHearer } from './recorded-file.js';

/** Damages that a message tells one by one. */
const MOST_TOLD = 20;

/** A damage as a line of a list. */
export function damageLine({ message }: Error): string {
  return message.replaceAll(/\s*\n\s*/g, ' ');
}

/**
 * The error for a run of which not everything can be read.
 *
 * @param remedy What to do; without it the sound part can still be had.
 */
export function damagedRun(
  path: string,
  damages: readonly Error[],
  remedy = '`--partial` exports what is sound.',
): HeavisideError {
  const told = damages.slice(0, MOST_TOLD).map((damage) => `  ${damageLine(damage)}`);
  const more = damages.length > MOST_TOLD ? [`  and ${damages.length - MOST_TOLD} more`] : [];
  const message = `${path}: nothing was exported, because what it recorded is damaged:\n${[...told, ...more].join('\n')}`;
  return new HeavisideError('HV_EXPORT_DAMAGED', 'machine', message, {
    remedy,
    facts: { path, problems: damages.length },
  });
}

/**
 * Reads on to the first damage, which the hearer is told of: what came before it is sound.
 *
 * @throws What is no HeavisideError: a bug is no damage.
 */
export async function* untilDamage<T>(pieces: AsyncIterable<T>, damaged: DamageHearer): AsyncIterable<T> {
  try {
    yield* pieces;
  } catch (cause) {
    damaged(asDamage(cause));
  }
}

/** What a file is blamed for. */
export function asDamage(cause: unknown): HeavisideError {
  if (cause instanceof HeavisideError) return cause;
  throw cause;
}
