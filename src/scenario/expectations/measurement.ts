import type { Unit } from '../expressions/expression.js';
import type { Nodes } from '../phases/nodes.js';
import { READINGS } from '../phases/readings.js';

/** Steps `from` until before `to`: of a free run, or of every presentation of a test. */
export type Window = readonly [from: number, to: number];

/** Readings of spikes that an expectation may name. */
export const COUNTED = ['rate', 'spikes', 'silent'] as const;
export type CountedName = (typeof COUNTED)[number];

/** What digests are made of: every spike of a phase, or all weights at its end. */
export const DIGESTED = ['spikes', 'weights'] as const;
export type Digested = (typeof DIGESTED)[number];

/** Something that can be measured, whenever that is. */
export type Measurable =
  | { readonly kind: 'metric'; readonly name: string }
  | { readonly kind: CountedName; readonly nodes: Nodes }
  | { readonly kind: 'digest'; readonly what: Digested };

/** What an expectation is about, with everything that its text leaves open. */
export type Measurement =
  | {
      readonly kind: 'metric';
      readonly name: string;
      /** undefined: of a run that is a single training. */
      readonly phase: string | undefined;
    }
  | { readonly kind: CountedName; readonly nodes: Nodes; readonly window: Window; readonly phase: string }
  | { readonly kind: 'digest'; readonly what: Digested; readonly phase: string };

/** The unit that something is told in; digests are text. */
export function unitOf({ kind }: Pick<Measurable, 'kind'>): Unit | 'text' {
  if (kind === 'digest') return 'text';
  return kind === 'metric' ? 0 : READINGS[kind].unit;
}

/** The unit of a tolerance for something of this name. */
export function numberUnitOf(name: string): 0 | -1 {
  return name === 'rate' ? -1 : 0;
}
