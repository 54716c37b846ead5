import { z } from 'zod';
import { LENGTH_FORM, WHOLE_EVENT_FORMS } from './form/event-form.js';
import { list } from './form/fields.js';
import { COURSE_FORM, PHASE_FORMS, POINTS_FORM, phaseForm } from './form/phase-form.js';
import { READINGS } from './phases/readings.js';

function guardText(): string {
  const rows = Object.entries(READINGS).map(([name, { of, summary, guards }]) => {
    return `- ${name}${of === 'nodes' ? '(nodes)' : ''}: ${summary} (${guards.join(' and ')} phases)`;
  });
  return [
    'What happens in the phase: each event has its moment `at`, a guard `when` or both, and one change. Guards may read:',
    ...rows,
    '- accuracy(train), accuracy(test), reward(train), reward: as they stand (train phases)',
    '- any metric of an earlier phase: accuracy(test)@first',
  ].join('\n');
}

/** JSON Schema of `phases`, for editors. */
export function phasesSchema(): z.ZodType {
  const course = z
    .union([COURSE_FORM, POINTS_FORM])
    .describe('Values from moments on, such as { 0: 5e-4, 1: 1e-4 }, or a course between two values.');
  const phase = phaseForm({
    train: PHASE_FORMS.train.optional(),
    test: z.union([PHASE_FORMS.test, z.null()]).optional(),
    run: z.union([PHASE_FORMS.run, LENGTH_FORM]).optional(),
    events: list(z.union(WHOLE_EVENT_FORMS), 'a list of events').describe(guardText()).optional(),
    schedule: z
      .record(z.string(), course)
      .describe('Courses of numeric parameters through the phase, such as learn.optimizer.lr or h1.threshold.')
      .optional(),
  });
  const text = [
    'What the run does, one after the other, in place of a single training: each phase has one of',
    '- train: learns',
    '- test: shows the test samples once',
    '- run: simulates a single network freely in time, without resetting it',
    'and begins where the phase before it ended, or another earlier one: `from`; `start` is the untrained network.',
  ].join('\n');
  return list(phase, 'a list of phases').describe(text);
}
