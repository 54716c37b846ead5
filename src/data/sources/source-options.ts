import type { NumberLimits } from '../../core/option-form.js';

const atLeastOne = { type: 'whole', min: 1 } as const;
const atLeastZero = { type: 'number', min: 0 } as const;

/** What the numbers of sources may be, in scenarios and in code; one name means the same wherever it appears. */
export const SOURCE_OPTIONS = {
  samples: atLeastOne,
  noise: atLeastZero,
  spread: atLeastZero,
  arms: { type: 'whole', min: 2 },
  turns: { type: 'number', above: 0 },
  classes: { type: 'whole', min: 1, max: 100_000 },
  features: atLeastOne,
  units: atLeastOne,
  dimensions: { type: 'whole', min: 1, max: 100 },
  smoothness: { type: 'number', above: 0 },
  bits: { type: 'whole', min: 1, max: 20 },
  low: { type: 'number' },
  high: { type: 'number' },
  repeat: atLeastOne,
  point: { type: 'whole', min: 0, max: 4 },
  scale: { type: 'number', above: 0 },
  testEvery: { type: 'whole', min: 2 },
} as const satisfies Readonly<Record<string, NumberLimits & { readonly type: 'number' | 'whole' }>>;
