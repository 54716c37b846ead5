import { HeavisideError } from '../../core/heaviside-error.js';
import type { FinishedRun } from '../finished-run/finished-run.js';

/** Rules whose networks answer with something else than the weights of the checkpoint, and what to do instead. */
const OWN_ANSWERS: ReadonlyMap<string, string> = new Map([
  ['responsibility', 'Collapse a run of another rule.'],
  ['responsibility-lfp', 'Collapse a run of another rule.'],
  ['mean-field-ensemble', 'Ask for the worth of its connections: heaviside credit RUN.'],
]);

/** @throws HeavisideError `HV_COLLAPSE_RULE`, kind `usage`, for a network that a checkpoint's weights alone are not. */
export function refuseRule({ stored: { path }, scenario }: FinishedRun): void {
  const { kind } = scenario.learn.rule;
  const remedy = OWN_ANSWERS.get(kind);
  if (remedy === undefined) return;
  const message = `${path}: expected a network that is its weights, got one of the rule "${kind}", which answers in its own way`;
  throw new HeavisideError('HV_COLLAPSE_RULE', 'usage', message, { remedy, facts: { path, rule: kind } });
}
