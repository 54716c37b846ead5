import { RULE_OPTIONS, ruleProblem } from '../../core/feedback/rule.js';
import { SURROGATE_OPTIONS } from '../../core/gradients/gradient-rule.js';
import { CLIP_OPTION } from '../../core/learn-problems.js';
import type { Learning } from '../../core/learning.js';
import { NEURON_OPTIONS, parametersOf } from '../../core/neurons/neuron.js';
import { OPTIMIZER_OPTIONS, SCHEDULE_OPTIONS } from '../../core/optimizers/optimizer.js';
import { isOption, type NumberLimits, type OptionForm, optionText } from '../../core/option-form.js';
import { PEER_OPTIONS } from '../../core/peer-rule.js';
import { REWARD_OPTIONS } from '../../core/rewards/reward.js';
import { boundsProblem } from '../../core/rewards/reward-fit.js';
import { ENCODER_OPTIONS } from '../form/encode-form.js';
import { NEURON_PARAMETERS } from '../form/neuron-form.js';
import { listed, nearestName, quoted } from '../problems/words.js';
import type { Scenario } from '../scenario.js';
import type { TextProblem } from './read-nodes.js';

/** What numeric parameters are part of. */
export type Settings = Pick<Scenario, 'network' | 'learn' | 'encode'>;

type Options = Readonly<Record<string, OptionForm>>;
type Step = string | number;

/** A number of the settings that may change while a run goes on. */
export interface Parameter {
  /** As a file writes it: `h1.beta`, `learn.optimizer.lr`. */
  readonly path: string;
  /** The way to it in the settings: `network`, `layers`, 0, `neuron`, `decay`. */
  readonly way: readonly Step[];
  readonly form: { readonly type: 'number' | 'whole' } & NumberLimits;
}

/** Parameters that mean something only together: `set` takes all of them, or none. */
const BOUND: readonly (readonly string[])[] = [
  ['learn.alpha', 'learn.beta'],
  ['learn.reward.low', 'learn.reward.high'],
  ['encode.low', 'encode.high'],
];

/** Numbers that others depend on: how many inputs there are. */
const FIXED: readonly string[] = ['encode.fields'];

function numbers(options: Options, place: string, way: readonly Step[]): readonly Parameter[] {
  return Object.entries(options).flatMap(([name, form]) =>
    form.type === 'number' || form.type === 'whole' ? [{ path: `${place}.${name}`, way: [...way, name], form }] : [],
  );
}

function learnParameters(learn: Learning): readonly Parameter[] {
  const { optimizer, schedule, clip } = learn;
  return [
    ...ruleParameters(learn),
    ...numbers(OPTIMIZER_OPTIONS[optimizer.kind], 'learn.optimizer', ['learn', 'optimizer']),
    ...numbers(SCHEDULE_OPTIONS[schedule.kind], 'learn.schedule', ['learn', 'schedule']),
    ...(clip === undefined ? [] : numbers({ clip: CLIP_OPTION }, 'learn', ['learn'])),
  ];
}

function ruleParameters(learn: Learning): readonly Parameter[] {
  const way = ['learn', 'rule'];
  switch (learn.method) {
    case 'lfp':
      return [
        ...numbers(RULE_OPTIONS[learn.rule.kind], 'learn', way),
        ...numbers(REWARD_OPTIONS[learn.reward.kind], 'learn.reward', ['learn', 'reward']),
      ];
    case 'gradient':
      if (!('surrogate' in learn.rule)) return [];
      return numbers(SURROGATE_OPTIONS[learn.rule.surrogate.kind], 'learn.surrogate', [...way, 'surrogate']);
    case 'peer':
      return numbers(PEER_OPTIONS[learn.rule.kind], 'learn', way);
  }
}

function allParameters({ network, learn, encode }: Settings): readonly Parameter[] {
  const neurons = network.layers.flatMap((layer, n): readonly Parameter[] => {
    if (!('neuron' in layer)) return [];
    const { kind } = layer.neuron;
    const options: Options = NEURON_OPTIONS[kind];
    return parametersOf(kind).flatMap((name) =>
      numbers({ [name]: options[name]! }, layer.id, ['network', 'layers', n, 'neuron']).map((parameter) => ({
        ...parameter,
        path: `${layer.id}.${NEURON_PARAMETERS[name].key}`,
      })),
    );
  });
  const rest = [...learnParameters(learn), ...numbers(ENCODER_OPTIONS[encode.kind], 'encode', ['encode'])];
  return [...rest, ...neurons].filter(({ path }) => !FIXED.includes(path));
}

/** A schedule asks at every step of a run. */
const known = new WeakMap<Settings, ReadonlyMap<string, Parameter>>();

/** Every parameter that `set` and `schedule` take, by its path as a file writes it. */
export function parametersIn(settings: Settings): ReadonlyMap<string, Parameter> {
  // A layer may be called `learn`: then `learn.beta` is the one of the rule.
  const found =
    known.get(settings) ??
    new Map(
      allParameters(settings)
        .toReversed()
        .map((one) => [one.path, one]),
    );
  known.set(settings, found);
  return found;
}

/** Paths of all parameters, as a file writes them: first those of `learn` and `encode`, then those of the layers. */
export function parameterNames(settings: Settings): readonly string[] {
  return [...parametersIn(settings).keys()].toReversed();
}

/**
 * What is wrong with a parameter's name or value by itself.
 *
 * @param parameters See `parametersIn`. @param value Omitted: only the name is looked at.
 */
export function parameterProblem(
  parameters: ReadonlyMap<string, Parameter>,
  path: string,
  value?: number,
): TextProblem | undefined {
  const parameter = parameters.get(path);
  if (!parameter) {
    const names = [...parameters.keys()].toReversed();
    const suggestion = nearestName(path, names);
    const expected = `a numeric parameter (${listed(names)})`;
    return { expected, got: quoted(path), ...(suggestion === undefined ? {} : { suggestion }) };
  }
  if (value === undefined || isOption(parameter.form, value)) return undefined;
  return { expected: optionText(parameter.form), got: String(value) };
}

/** The other parameters that a parameter can only be changed together with. */
export function boundTo(path: string): readonly string[] {
  return BOUND.find((group) => group.includes(path))?.filter((other) => other !== path) ?? [];
}

/** What parameters contradict together, each of which is sound by itself. */
export function relationProblem({ learn, encode }: Settings): TextProblem | undefined {
  const problem = learn.method === 'lfp' ? (ruleProblem(learn.rule) ?? boundsProblem(learn.reward)) : undefined;
  if (problem) return { expected: problem.expected, got: problem.got };
  if (encode.kind !== 'population' || encode.low < encode.high) return undefined;
  return { expected: `"low" below "high" (${encode.high})`, got: String(encode.low) };
}

/**
 * Value of a parameter.
 *
 * @throws RangeError when there is none of this name.
 */
export function parameterOf(settings: Settings, path: string): number {
  const parameter = parametersIn(settings).get(path);
  if (!parameter) throw unknown(path);
  const found = parameter.way.reduce<unknown>(
    (value, step) => (value as Readonly<Record<Step, unknown>>)[step],
    settings,
  );
  return found as number;
}

/**
 * The settings with other values of some parameters, which are not checked.
 *
 * @param values By path. @returns New objects only on the way to what differs; the same settings when nothing does.
 * @throws RangeError when there is no parameter of a name.
 */
export function withParameters<S extends Settings>(settings: S, values: Readonly<Record<string, number>>): S {
  const parameters = parametersIn(settings);
  return Object.entries(values).reduce((so, [path, value]) => {
    const parameter = parameters.get(path);
    if (!parameter) throw unknown(path);
    return withValue(so, parameter.way, value) as S;
  }, settings);
}

function withValue(holder: unknown, [step, ...rest]: readonly Step[], value: number): unknown {
  if (step === undefined) return value;
  const before = (holder as Readonly<Record<Step, unknown>>)[step];
  const after = withValue(before, rest, value);
  if (Object.is(before, after)) return holder;
  return Array.isArray(holder) ? holder.with(Number(step), after) : { ...(holder as object), [step]: after };
}

function unknown(path: string): RangeError {
  return new RangeError(`no parameter "${path}"`);
}
