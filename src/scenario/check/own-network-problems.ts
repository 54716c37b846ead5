import { takesOneSample } from '../../core/front-contribution/front-rule.js';
import type { OptionProblem } from '../../core/option-problems.js';
import { hasOwnNetwork } from '../../core/peer-rule.js';
import type { EncoderKind } from '../../data/encoders/encoder.js';
import { recordedText } from '../recorded-spikes.js';
import type { Scenario } from '../scenario.js';

/** Encoders that show constant values. */
const VALUES: readonly EncoderKind[] = ['direct', 'population'];

/** What a learner with a network of its own may be told, as far as it is known. */
export interface AroundLearning {
  readonly learn: Scenario['learn'] | undefined;
  readonly encode: Scenario['encode'] | undefined;
  readonly record: Scenario['record'] | undefined;
  readonly time: Pick<Scenario['time'], 'steps'> | undefined;
  readonly train: Pick<Scenario['train'], 'batch'> | undefined;
}

/** Why a learner with a network of its own cannot be run like this: spikes for input, several steps, recorded layers. */
export function ownNetworkProblems({ learn, encode, record, time, train }: AroundLearning): readonly OptionProblem[] {
  if (learn?.method !== 'peer' || !hasOwnNetwork(learn.rule)) return [];
  const rule = `for the rule "${learn.rule.kind}"`;
  const found: OptionProblem[] = [];
  if (encode && !VALUES.includes(encode.kind))
    found.push({
      field: 'encode.kind',
      expected: `${VALUES.map((kind) => `"${kind}"`).join(' or ')} ${rule}`,
      got: `"${encode.kind}"`,
    });
  if (time && time.steps !== 1) found.push({ field: 'time.steps', expected: `1 ${rule}`, got: String(time.steps) });
  if (train && train.batch !== 1 && learn.rule.kind === 'front-contribution' && takesOneSample(learn.rule))
    found.push({ field: 'train.batch', expected: `1 for the form "${learn.rule.form}"`, got: String(train.batch) });
  if (record && record.spikes.length > 0)
    found.push({
      field: 'record.spikes',
      expected: `no layers ${rule}, whose network keeps no spikes`,
      got: record.spikes.map((entry) => `"${recordedText(entry)}"`).join(', '),
    });
  return found;
}
