import type { MembraneTrace } from '../../../src/core/neurons/membrane.js';

/**
 * A trace written out step by step: v before every step, D, and where a reset discarded the charge. D is written down
 * here from its definition once more, so that a wrong one in the core cannot agree with itself.
 */
export function membraneTables(trace: MembraneTrace, units: number) {
  const { voltages, currents, decay, subtracted, discarded } = trace;
  const voltageBefore = voltages.slice(0, -units);
  const movement = voltageBefore.map((v, k) => {
    if (subtracted !== undefined)
      return Math.abs(v) + Math.abs(voltages[k + units]! + (v > subtracted ? subtracted : 0) - v);
    return Math.abs(v) + Math.abs(decay * v + currents.values[currents.constant ? k % units : k]! - v);
  });
  return { voltageBefore, movement, discarded };
}
