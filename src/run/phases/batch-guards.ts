import { evaluateExpression } from '../../scenario/expressions/evaluate-expression.js';
import { type Guard, guardOf } from '../../scenario/phases/guard.js';
import type { TrainPhase } from '../../scenario/phases/phase.js';
import { metricOf } from '../../scenario/phases/readings.js';
import type { BatchPlace } from '../training-course.js';
import type { PhasedRun } from './phased-run.js';

/** The guards of a training: what they read is known before every batch. */
export class BatchGuards {
  readonly #phased: PhasedRun;
  readonly #guards = new Map<number, Guard>();

  constructor(phased: PhasedRun, phase: TrainPhase) {
    this.#phased = phased;
    phase.events.forEach(({ when }, index) => {
      if (when !== undefined) this.#guards.set(index, guardOf(phased.task, phase, when));
    });
  }

  /** Whether the guard of an event holds before a batch; metrics that have not been measured yet are no number. */
  holds(index: number, { epoch, batches }: BatchPlace): boolean {
    const { metrics, standing } = this.#phased;
    return Boolean(
      evaluateExpression(this.#guards.get(index)!.expression, (reading) => {
        if (reading.name === 'epoch') return epoch;
        if (reading.name === 'batch') return batches;
        const measured = reading.phase === undefined ? standing.position.metrics : metrics[reading.phase];
        return measured?.[metricOf(reading) ?? ''] ?? Number.NaN;
      }),
    );
  }
}
