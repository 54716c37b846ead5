import type { Tensors } from '../layers/tensors.js';
import { finishOja } from './correlation.js';
import type { RuleDescription } from './rule.js';

/** Adds up what the chunks of a presentation gave, name by name. A new record; the arguments are untouched. */
export function addedUp(chunks: readonly Tensors[]): Tensors {
  const [first = {}, ...others] = chunks;
  if (others.length === 0) return first;
  return Object.fromEntries(
    Object.entries(first).map(([name, values]) => {
      const total = values.slice();
      for (const other of others) for (let k = 0; k < total.length; k++) total[k]! += other[name]![k]!;
      return [name, total];
    }),
  );
}

/**
 * Feedback of every parameter from the sums of a whole presentation. Most rules' sums are the feedback; Oja's still has
 * a ratio to take. Sums beside a parameter (`h1.weight/cubes`) end here.
 */
export function finishFeedback(rule: RuleDescription, parameters: Tensors, sums: Tensors): Tensors {
  if (rule.kind !== 'oja') return sums;
  return Object.fromEntries(
    Object.entries(sums)
      .filter(([name]) => !/\/(cubes|sums)$/.test(name))
      .map(([name, growth]) => {
        const [cubes, divisors] = [sums[`${name}/cubes`], sums[`${name}/sums`]];
        // A batch normalisation has no variant of its own: its feedback is that of the epsilon rule.
        return [name, cubes && divisors ? finishOja(parameters[name]!, growth, cubes, divisors) : growth];
      }),
  );
}
