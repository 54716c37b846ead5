import type { OpenRequest } from './backend.js';

/** The largest number of float32: (2 − 2⁻²³) · 2¹²⁷. */
const LARGEST = 3.4028234663852886e38;
/** An ordinary number divided by less leaves too little room below `LARGEST`. */
const SMALLEST_DIVISOR = 1e-30;

/**
 * Why float32 cannot hold a number of a request, for backends that compute in it; undefined when it holds all.
 *
 * Checked are neurons, rule, surrogate, optimizer, starting tensors, optimizer state and fixed weights on the way back:
 * magnitudes up to 3.4 · 10³⁸, and what is divided by (the ε of the rule and of Adam, the width of a triangle) at least
 * 10⁻³⁰. Numbers too small otherwise become 0, as they do while a
 * network runs.
 */
export function beyondFloat32(request: OpenRequest): string | undefined {
  const { network, tensors, optimizer, optimizerState, rule } = request;
  const tooLarge = (what: string, value: number): string | undefined =>
    Math.abs(value) > LARGEST ? `float32 ends at 3.4e38, and ${what} is ${value}` : undefined;
  const divisor = (what: string, value: number): string | undefined =>
    value < SMALLEST_DIVISOR
      ? `float32 cannot divide by so little: ${what} is ${value}, and must be at least 1e-30`
      : tooLarge(what, value);
  for (const layer of network.layers)
    for (const [field, value] of 'neuron' in layer ? Object.entries(layer.neuron) : []) {
      const reason = typeof value === 'number' ? tooLarge(`the ${field} of layer "${layer.id}"`, value) : undefined;
      if (reason) return reason;
    }
  for (const [whose, numbers] of [['rule', rule] as const, ['optimizer', optimizer] as const])
    for (const [field, value] of Object.entries(numbers)) {
      const check = field === 'epsilon' ? divisor : tooLarge;
      const reason = typeof value === 'number' ? check(`the ${field} of the ${whose}`, value) : undefined;
      if (reason) return reason;
    }
  for (const [field, value] of 'surrogate' in rule ? Object.entries(rule.surrogate) : []) {
    const check = field === 'width' ? divisor : tooLarge;
    const reason = typeof value === 'number' ? check(`the ${field} of the surrogate`, value) : undefined;
    if (reason) return reason;
  }
  for (const [name, values] of Object.entries({ ...tensors, ...optimizerState?.moments, ...fixedWays(request) }))
    for (let k = 0; k < values.length; k++) {
      const reason = tooLarge(`${name}[${k}]`, values[k]!);
      if (reason) return reason;
    }
  return undefined;
}

/** Fixed weights on the way back, under names that tell them from the network's own. */
function fixedWays({ backward = {} }: OpenRequest): Readonly<Record<string, Float64Array>> {
  return Object.fromEntries(Object.entries(backward).map(([name, values]) => [`backward ${name}`, values]));
}
