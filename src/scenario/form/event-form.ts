import { z } from 'zod';
import { decimal, integer, list, map, namesOf, text } from './fields.js';

// Nodes and moments are read by what reads them: a form knows neither the network nor the phase.

const NODES_ERROR = 'nodes such as h1, "h1[0:50]" or a node set, or a list of them';
export const NODES_FORM = z.union([z.string(), list(z.string(), NODES_ERROR).min(1)], { error: NODES_ERROR });

const moment = (min: number, error: string) => z.union([integer({ min }), z.string()], { error });
const MOMENT_FORM = moment(0, 'a moment: a number of steps >= 0, or a text with its unit such as 100ms');
export const LENGTH_FORM = moment(1, 'a length: a number of steps >= 1, or a text with its unit such as 20ms');

const SYNAPSES_FORM = z
  .union([NODES_FORM, map({ to: NODES_FORM, from: NODES_FORM.optional() })], {
    error: 'the nodes whose inputs are meant, or a map with "to" and "from"',
  })
  .describe('Connections into these nodes, or only those between "from" and "to".');

const TARGET = { nodes: NODES_FORM.optional(), synapses: SYNAPSES_FORM.optional() };

const SPIKE = z.tuple([moment(0, 'a step >= 0, or a time'), integer({ min: 0 })], {
  error: '[time, unit], such as [20ms, 3]',
});

/** What may happen, by the key that a file has for it. */
export const CHANGE_FORMS = {
  pulse: map({
    nodes: NODES_FORM,
    amplitude: decimal(),
    duration: LENGTH_FORM,
    period: LENGTH_FORM.optional(),
    count: integer({ min: 1 }).optional(),
  }).describe('A current that is switched on and off again, `count` times every `period`.'),
  current: map({ nodes: NODES_FORM, amplitude: decimal(), duration: LENGTH_FORM.optional() }).describe(
    'Current clamp: what drives the neurons is this, whatever their inputs send; to the end unless told.',
  ),
  clamp: map({ nodes: NODES_FORM, value: decimal(), duration: LENGTH_FORM.optional() }).describe(
    'Voltage clamp: the membranes are held at this value; to the end unless told.',
  ),
  noise: map({
    nodes: NODES_FORM,
    sd: decimal({ above: 0 }),
    mean: decimal().optional(),
    duration: LENGTH_FORM.optional(),
  }).describe('A normally distributed current, drawn anew at every step; to the end unless told.'),
  replay: map({
    nodes: NODES_FORM,
    spikes: list(SPIKE, 'a list of spikes, each [time, unit]').min(1, { error: 'at least one spike' }).optional(),
    file: text('a file').optional(),
    phase: text('the name of a phase').optional(),
    layer: text('the name of a layer').optional(),
    sample: integer({ min: 0 }).optional(),
    amplitude: decimal().optional(),
  }).describe(
    'Spikes that are played to the nodes: the time after the event, and which of the nodes, from 0. Or those in a `file` that ' +
      '`heaviside export` has written, CSV or NPZ; `phase`, `layer` and `sample` say which, where it has several.',
  ),
  lesion: map({
    ...TARGET,
    fraction: decimal({ above: 0, max: 1 }).optional(),
    seed: integer({ min: 0 }).optional(),
  }).describe('Silences neurons, or cuts connections off, or a share of them that is drawn.'),
  restore: map(TARGET).describe('Gives back what lesions took: these, or everything.'),
  set: z
    .record(z.string(), decimal(), { error: 'a map from parameters to numbers' })
    .describe('Numeric parameters from now on: { h1.threshold: 1.2 }.'),
} as const;

export type ChangeKey = keyof typeof CHANGE_FORMS;
/** What the form of a change makes of it. */
export type ChangeFields<K extends ChangeKey> = z.output<(typeof CHANGE_FORMS)[K]>;
export const CHANGE_KEYS = namesOf(CHANGE_FORMS);

const GUARD_ERROR = 'an expression such as "rate(h1) > 80Hz"';

/** `at`, `when` and `window` of an event. */
const WHEN_FIELDS = {
  at: MOMENT_FORM.optional(),
  when: z.string({ error: GUARD_ERROR }).optional(),
  window: LENGTH_FORM.optional(),
};

const unread = z.unknown().optional();

/** The form of an event around its change, which has a form of its own. */
export const EVENT_FORM = map({ ...WHEN_FIELDS, ...Object.fromEntries(CHANGE_KEYS.map((key) => [key, unread])) });

/** The form of an event with each of the changes that it may have, for editors. */
export const WHOLE_EVENT_FORMS = CHANGE_KEYS.map((key) => map({ ...WHEN_FIELDS, [key]: CHANGE_FORMS[key] }));
