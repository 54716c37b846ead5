import { z } from 'zod';

import { LARGEST_LEARNING_RATE, MOST_LISTED, type ViewCommand } from '../streams/frames/view-command.js';

const LONGEST_NAME = 200;
/** As many as a message has room for, however long their numbers. */
const MOST_UNITS = 16_384;
const LATEST_STEP = 1_000_000;

const layer = z.string().min(1).max(LONGEST_NAME);
const unit = z.int().min(0).max(0xffff_ffff);
const units = z.array(unit).max(MOST_UNITS);
const step = z.int().min(0).max(LATEST_STEP);

const learningRate = z.number().gt(0).max(LARGEST_LEARNING_RATE);

const intervention = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('learning-rate'), value: learningRate }),
  z.strictObject({ kind: z.literal('silence'), layer, units }),
  z.strictObject({ kind: z.literal('restore'), layer, units }),
]);

const pulse = z.strictObject({
  layer,
  units,
  at: step,
  duration: z.int().min(1).max(LATEST_STEP),
  amplitude: z.number(),
});

function haveRoom(pulses: readonly z.infer<typeof pulse>[]): boolean {
  return pulses.reduce((sum, { units: all }) => sum + all.length, 0) <= MOST_UNITS;
}
const TOO_MANY = `Too big: expected pulses into at most ${MOST_UNITS} units in all`;

const neurons = z.array(z.strictObject({ layer, unit })).max(MOST_LISTED);

const COMMAND = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('pause') }),
  z.strictObject({ kind: z.literal('resume') }),
  z.strictObject({ kind: z.literal('step') }),
  z.strictObject({ kind: z.literal('stop') }),
  z.strictObject({ kind: z.literal('speed'), batchesPerSecond: z.number().min(0).max(1e6) }),
  z.strictObject({ kind: z.literal('sample'), sample: unit }),
  z.strictObject({ kind: z.literal('pin'), neurons }),
  z.strictObject({ kind: z.literal('suggest-pins'), neurons }),
  z.strictObject({ kind: z.literal('pulses'), pulses: z.array(pulse).max(MOST_LISTED).refine(haveRoom, TOO_MANY) }),
  z.strictObject({ kind: z.literal('intervene'), intervention }),
]);

/** A command, or what keeps a message from being one. */
export type ReadCommand = { readonly command: ViewCommand } | { readonly problem: string };

/** Reads a message of a page. Numbers are finite, and lists and texts short; what they refer to is not checked. */
export function readCommand(text: string): ReadCommand {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: 'expected a command as JSON' };
  }
  const read = COMMAND.safeParse(value);
  if (read.success) return { command: read.data };
  const [{ path, message }] = read.error.issues as [z.core.$ZodIssue];
  const place = path.map(String).join('.');
  return { problem: place === '' ? message : `${place}: ${message}` };
}
