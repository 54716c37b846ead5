import { z } from 'zod';
import { METRIC_WORDS } from '../metrics.js';
import { choice, decimal, integer, map, text } from './fields.js';

const MOMENT_ERROR = 'a number of steps, or a time such as 100ms';
const MOMENT = z.union([integer({ min: 0 }), text(MOMENT_ERROR)], { error: MOMENT_ERROR });

const BOUND_ERROR = 'a number, a quantity such as 10Hz, or an expression such as "accuracy(test)@train - 0.03"';
const BOUND = z.union([decimal(), text(BOUND_ERROR)], { error: BOUND_ERROR });

const THAT_ERROR = 'what is expected of, such as accuracy(test) or rate(h1)';
const TOLERANCE_ERROR = 'a number >= 0, or a quantity such as 2Hz';

/** The form of an entry of `expect`. */
export const EXPECTATION_FORM = map({
  that: z.union([choice(METRIC_WORDS), text(THAT_ERROR)], { error: THAT_ERROR }),
  in: text('the name of a phase').optional(),
  window: z.tuple([MOMENT, MOMENT], { error: '[from, to], in steps or with units' }).optional(),
  after: MOMENT.optional(),
  atLeast: BOUND.optional(),
  atMost: BOUND.optional(),
  between: z.tuple([BOUND, BOUND], { error: '[low, high]' }).optional(),
  equals: BOUND.optional(),
  tolerance: z.union([decimal({ min: 0 }), text(TOLERANCE_ERROR)], { error: TOLERANCE_ERROR }).optional(),
});
