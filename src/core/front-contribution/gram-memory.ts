import { requireCount } from '../check-numbers.js';
import { HeavisideError } from '../heaviside-error.js';

/** What decides how much the dual form keeps. */
export interface GramSize {
  readonly samples: number;
  readonly inputs: number;
  readonly hidden: number;
  readonly outputs: number;
  readonly hiddenBias: boolean;
  readonly outputBias: boolean;
  readonly momentum: boolean;
  /** Whether K is kept; otherwise the columns of a batch are computed from X at every step. */
  readonly keepsKernel: boolean;
}

/** Numbers that the dual form keeps, by what they are, all of them float64. */
export interface GramMemory {
  /** S, samples · hidden. */
  readonly preActivations: number;
  /** A, samples · hidden. */
  readonly coefficients: number;
  /** Velocities of S and A, under momentum. */
  readonly velocity: number;
  /** W₂ and b₂. */
  readonly output: number;
  /** Velocities of W₂ and b₂. */
  readonly outputVelocity: number;
  /** K, samples²: whole, though a triangle of samples · (samples + 1) / 2 would say as much. */
  readonly kernel: number;
  /** X, W₁(0) and b₁(0), without which only training samples can be answered. */
  readonly origin: number;
  readonly floats: number;
  readonly bytes: number;
}

/**
 * What `startGram` will keep, before it allocates anything. Grows with samples², where back-propagation keeps
 * hidden · inputs: on 500 digits and 32 hidden units about 65 times as much.
 *
 * @throws RangeError when an extent is not a whole number of at least 1.
 */
export function gramMemory(size: GramSize): GramMemory {
  const { samples, inputs, hidden, outputs } = size;
  for (const [what, extent] of Object.entries({ samples, inputs, hidden, outputs })) requireCount(what, extent, 1);
  const output = outputs * hidden + (size.outputBias ? outputs : 0);
  const parts = {
    preActivations: samples * hidden,
    coefficients: samples * hidden,
    velocity: size.momentum ? 2 * samples * hidden : 0,
    output,
    outputVelocity: output,
    kernel: size.keepsKernel ? samples * samples : 0,
    origin: samples * inputs + hidden * inputs + (size.hiddenBias ? hidden : 0),
  };
  const floats = Object.values(parts).reduce((sum, part) => sum + part, 0);
  return { ...parts, floats, bytes: floats * Float64Array.BYTES_PER_ELEMENT };
}

/**
 * Asserts that the dual form stays within a limit.
 *
 * @throws HeavisideError `HV_GRAM_MEMORY`, with both sizes.
 */
export function requireGramMemory(size: GramSize, limitBytes: number): GramMemory {
  const memory = gramMemory(size);
  if (memory.bytes <= limitBytes) return memory;
  const mebibytes = (bytes: number): string => {
    const size = bytes / 2 ** 20;
    return `${size < 10 ? Number(size.toPrecision(3)) : size.toFixed(1)} MiB`;
  };
  throw new HeavisideError(
    'HV_GRAM_MEMORY',
    'usage',
    `front contribution on ${size.samples} samples would keep ${memory.floats} numbers (${mebibytes(memory.bytes)}), the limit is ${mebibytes(limitBytes)}`,
    {
      remedy: `Use fewer samples${size.keepsKernel ? '' : ' or hidden units'}, or raise the limit (learn.memory, in MiB).`,
      facts: { floats: memory.floats, bytes: memory.bytes, limitBytes },
    },
  );
}
