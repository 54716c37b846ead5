import { smallScenario } from './small-scenario.js';

/** A small sweep that takes a second; `sweep` is what stands in its section. */
export function sweepText(sweep: string, more = ''): string {
  return smallScenario(`${more}\nsweep: ${sweep}`);
}

/** Two rules, two seeds each. */
export const RULES = '{ learn.rule: [lfp-epsilon, surrogate], seed: [3, 4] }';
