import { sigmoid } from '../neurons/static-units.js';

/**
 * What takes the place of the derivative of a spike or step, `∂s/∂x` at distance x of the potential from its threshold.
 *
 * - `atan`: `α/2 / (1 + (π/2 · α · x)²)`
 * - `fast-sigmoid`: `1 / (1 + slope · |x|)²`
 * - `sigmoid`: `slope · σ(slope · x) · (1 − σ(slope · x))`
 * - `straight-through`: 1
 * - `triangle`: `max(0, 1 − |x| / width)`
 * - `triangular`: `height` below the threshold, `−height` at and above it; the slope of a hat where others take the hat
 *   itself. It is here because snnTorch has it under this name.
 *
 * @see snnTorch's `surrogate`: its names, forms and defaults, but for `triangle` (Esser et al. 2016; Bellec et al. 2018).
 */
export type SurrogateDescription =
  | { readonly kind: 'atan'; readonly alpha: number }
  | { readonly kind: 'fast-sigmoid' | 'sigmoid'; readonly slope: number }
  | { readonly kind: 'straight-through' }
  | { readonly kind: 'triangle'; readonly width: number }
  | { readonly kind: 'triangular'; readonly height: number };

/** The surrogate derivative as a function of the distance from the threshold. */
export function surrogateDerivative(surrogate: SurrogateDescription): (distance: number) => number {
  switch (surrogate.kind) {
    case 'atan': {
      const { alpha } = surrogate;
      return (x) => alpha / 2 / (1 + ((Math.PI / 2) * alpha * x) ** 2);
    }
    case 'fast-sigmoid': {
      const { slope } = surrogate;
      return (x) => 1 / (1 + slope * Math.abs(x)) ** 2;
    }
    case 'sigmoid': {
      const { slope } = surrogate;
      return (x) => {
        const p = sigmoid(slope * x);
        return slope * p * (1 - p);
      };
    }
    case 'straight-through':
      return () => 1;
    case 'triangle': {
      const { width } = surrogate;
      return (x) => Math.max(0, 1 - Math.abs(x) / width);
    }
    case 'triangular': {
      const { height } = surrogate;
      return (x) => (x >= 0 ? -height : height);
    }
  }
}
