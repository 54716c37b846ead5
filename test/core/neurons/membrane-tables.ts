import { type MembraneTrace, movementOf } from '../../../src/core/neurons/membrane.js';

/** A trace written out step by step: v before every step, D, and where a reset discarded the charge. */
export function membraneTables(trace: MembraneTrace, units: number) {
  const { voltages, currents, decay, subtracted = 0, discarded } = trace;
  const voltageBefore = voltages.slice(0, -units);
  const movement = voltageBefore.map((before, k) =>
    movementOf(before, voltages[k + units]!, currents.values[currents.constant ? k % units : k]!, decay, subtracted),
  );
  return { voltageBefore, movement, discarded };
}
