import type { Tensors } from '../layers/tensors.js';

/** Euclidean norm over all values of all tensors. */
export function globalNorm(tensors: Tensors): number {
  let squares = 0;
  for (const values of Object.values(tensors))
    for (let k = 0; k < values.length; k++) squares += values[k]! * values[k]!;
  return Math.sqrt(squares);
}

/**
 * Shortens feedback to a largest norm: `f · min(1, limit / (‖f‖ + 1e-6))`, the norm taken over everything at once
 * (PyTorch's `clip_grad_norm_`).
 */
export function clippedFeedback(feedback: Tensors, norm: number, limit: number): Tensors {
  const scale = Math.min(1, limit / (norm + 1e-6));
  if (scale === 1) return feedback;
  return Object.fromEntries(Object.entries(feedback).map(([name, values]) => [name, values.map((v) => scale * v)]));
}
