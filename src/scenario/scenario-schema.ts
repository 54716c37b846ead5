import { z } from 'zod';
import { SURROGATES } from '../core/gradients/gradient-rule.js';
import { NEURONS } from '../core/neurons/neuron.js';
import { OPTIMIZERS, SCHEDULES } from '../core/optimizers/optimizer.js';
import { REWARDS } from '../core/rewards/reward.js';
import { ENCODERS } from '../data/encoders/encoder.js';
import { DATA_SOURCES } from '../data/sources/source.js';
import { COMPARE_FORM, comparedRuleForm } from './form/compare-form.js';
import { PAIR_FORM, SOURCE_FORMS, SOURCE_NAME, SPLIT_FORMS } from './form/data-form.js';
import { ENCODE_FORMS, ENCODER_NAME } from './form/encode-form.js';
import { EXPECTATION_FORM } from './form/expect-form.js';
import { list, namesOf } from './form/fields.js';
import {
  hasNeuron,
  INITIAL_FORM,
  INITIAL_NAME,
  INPUT_FORM,
  LAYER_KINDS,
  layerForm,
  NETWORK_FORM,
  NEURON_NAME,
} from './form/layer-form.js';
import * as learn from './form/learn-form.js';
import { NODE_SETS_FORM } from './form/phase-form.js';
import { CHECKPOINT_FORM, RECORD_EVERY_FORM, RECORD_FORM, TEST_FORM, TRAIN_FORM } from './form/run-form.js';
import { SCENARIO_FORM } from './form/scenario-form.js';
import { SWEEP_SCHEMA } from './form/sweep-form.js';
import { TIME_FORM } from './form/time-form.js';
import { METRICS } from './metrics.js';
import { phasesSchema } from './phase-schema.js';
import { SWEEP_MODES } from './sweep.js';

const SCHEMA_ID = 'urn:heaviside:scenario-1';

/** A table as lines for people: `- lif: leaky integrate-and-fire`. */
function lines(title: string, table: Readonly<Record<string, string | { readonly summary: string }>>): string {
  const rows = Object.entries(table).map(([name, row]) => `- ${name}: ${typeof row === 'string' ? row : row.summary}`);
  return [title, ...rows].join('\n');
}

/** A name by itself, or one of the maps that it stands for. */
function named(name: z.ZodType, forms: { readonly [kind: string]: z.ZodObject }, description: string): z.ZodType {
  return z.union([name, ...Object.values(forms)]).describe(description);
}

function dataSchema(): z.ZodType {
  const oneOf = (forms: typeof SOURCE_FORMS) => {
    return named(SOURCE_NAME, forms, lines('Where samples come from.', DATA_SOURCES));
  };
  const pair = PAIR_FORM.extend({ train: oneOf(SPLIT_FORMS), test: oneOf(SPLIT_FORMS).optional() });
  return z
    .union([oneOf(SOURCE_FORMS), pair])
    .describe('Where samples come from: one source for both splits, or one for each.');
}

function layerSchema(): z.ZodType {
  const initial = z
    .union([INITIAL_NAME, INITIAL_FORM.constant, INITIAL_FORM.drawn])
    .optional()
    .describe('How weights start; uniform unless told.');
  const neuron = NEURON_NAME.optional().describe(lines('What the sums drive.', NEURONS));
  const forms = LAYER_KINDS.map((kind) => {
    const form = layerForm(kind, hasNeuron(kind) ? 'any' : undefined);
    const extra = { ...('initial' in form.shape ? { initial } : {}), ...(hasNeuron(kind) ? { neuron } : {}) };
    return form.extend(kind === 'dense' ? extra : { ...extra, kind: z.literal(kind) });
  });
  return z.union(forms);
}

function learnSchema(): z.ZodType {
  const parts = {
    reward: named(learn.REWARD_NAME, learn.REWARD_FORMS, lines('What the output earns.', REWARDS)).optional(),
    surrogate: named(
      learn.SURROGATE_NAME,
      learn.SURROGATE_FORMS,
      lines('What takes the place of the derivative of a spike, at distance x from the threshold.', SURROGATES),
    ).optional(),
    optimizer: z
      .union([
        named(learn.OPTIMIZER_NAME, learn.OPTIMIZER_FORMS, lines('How feedback becomes a weight change.', OPTIMIZERS)),
        learn.OPTIMIZER_FORMS.adam.omit({ kind: true }).strict(),
      ])
      .optional(),
    schedule: named(
      learn.SCHEDULE_NAME,
      learn.SCHEDULE_FORMS,
      lines("The learning rate's course.", SCHEDULES),
    ).optional(),
  };
  const forms = namesOf(learn.LEARN_RULES).map((rule) => {
    const aliases = namesOf(learn.RULE_ALIASES).filter((alias) => learn.RULE_ALIASES[alias] === rule);
    const name = z.enum([rule, ...aliases]);
    // The rule that is the default may be left out.
    return learn.learnForm(rule, parts).extend({ rule: aliases.length > 0 ? name.optional() : name });
  });
  return z.union([learn.RULE_NAME, ...forms]).describe(lines('How the network learns.', learn.LEARN_RULES));
}

function compareSchema(learning: z.ZodType): z.ZodType {
  const rule = comparedRuleForm({
    learn: learning.optional(),
    with: z.unknown().optional().describe('Other keys for this rule: { train.epochs: 20 }.'),
    tune: z.unknown().optional().describe('Values to choose from, by key: { learn.optimizer.lr: [1e-3, 1e-2] }.'),
  });
  const text = [
    'Learning rules to compare on this scenario: `heaviside compare FILE`.',
    '- seeds: how many (0, 1, …) or which; 5 unless told',
    '- baseline: the rule that paired differences are taken to; the first unless told',
    '- target: test accuracy of which is told when it was reached',
    '- tune: epochs of each run of a grid (those of the rule unless told) and its seeds (one, unless told), which follow the compared ones',
    '- columns: further metrics to show',
    '- rules: name, `learn` in place of that of the file, `with` other keys, `tune` values to choose from',
  ].join('\n');
  return COMPARE_FORM.extend({ rules: list(rule, 'a list of rules') }).describe(text);
}

function sweepSchema(): z.ZodType {
  const text = [
    'Values to run this scenario with: `heaviside sweep FILE`. Every key but these is a path of the file with its values.',
    lines('- mode: how they are combined; grid unless told', SWEEP_MODES),
    '- samples: how many points to draw (random and latin-hypercube); 20 unless told',
    '- draw: seed of what is drawn; that of the scenario unless told',
    '- report: the metric of the summary (of phases such as accuracy(test)@recover; of the last that has it unless told) and the key that it is averaged over; accuracy(test) over seed unless told',
    '- keys: more paths with their values',
  ].join('\n');
  return SWEEP_SCHEMA.describe(text);
}

const RECORD_TEXT = [
  'What a run keeps of what went on in it.',
  '- spikes: of these layers, units such as "h1[0:50]" and node sets, for the first `samples` test samples and in free runs',
  '- traces: variables of neurons at every step, such as { h1.voltage: "0:8" }',
  '- every: weights, feedback and reward while the network learns, such as { weights: 1 epoch }; small, as histograms:',
  '  { weights.histogram: 1 epoch }',
].join('\n');

function expectText(): string {
  return [
    lines('What the finished run must reach. Metrics:', METRICS),
    'Of a phase besides:',
    '- rate(nodes), spikes(nodes): in a free run or a test, in the steps of `window` or `after`',
    '- silent(nodes): none of them spiked; without a condition',
    '- digest(spikes), digest(weights): equals: snapshot, which `heaviside run FILE --update-snapshots` keeps',
    'Bounds are numbers, quantities such as 10Hz, or expressions such as "accuracy(test)@train - 0.03".',
  ].join('\n');
}

/** JSON Schema of scenario files, for editors. `parseScenario` checks more: the relations between the parts. */
export function scenarioSchema(): object {
  const network = NETWORK_FORM.extend({
    layers: z
      .tuple([INPUT_FORM.describe('The input.')], layerSchema())
      .describe('The input, then the layers in order.'),
  });
  const learning = learnSchema();
  const form = SCENARIO_FORM.extend({
    time: TIME_FORM.describe('dt: duration of a step; steps: how many make a presentation.').optional(),
    data: dataSchema(),
    encode: named(ENCODER_NAME, ENCODE_FORMS, lines('How numbers become input over time.', ENCODERS)).optional(),
    network: network.describe('The network: its input, its layers, its read-out.'),
    learn: learning.optional(),
    nodes: NODE_SETS_FORM.describe(
      'Sets of nodes by name: { left: "h1[0:50]", some: ["h1[0:10]", "h2[3]"] }.',
    ).optional(),
    phases: phasesSchema().optional(),
    train: TRAIN_FORM.describe('How long to learn, and from how many samples at once.').optional(),
    test: TEST_FORM.describe('After how many epochs to test, and on how many samples at once.').optional(),
    record: RECORD_FORM.extend({ every: RECORD_EVERY_FORM.optional() }).describe(RECORD_TEXT).optional(),
    checkpoint: CHECKPOINT_FORM.describe('How often checkpoints are written; every epoch unless told.').optional(),
    expect: list(EXPECTATION_FORM, 'a list').describe(expectText()).optional(),
    compare: compareSchema(learning).optional(),
    sweep: sweepSchema().optional(),
  });
  const { $schema, ...schema } = z.toJSONSchema(form, { io: 'input', reused: 'ref' });
  return { $schema, $id: SCHEMA_ID, title: 'Heaviside scenario, version 1', ...schema };
}
