import { map, type OperatorFunction } from 'rxjs';

import { checkpointFileName } from '../record/checkpoint-file.js';
import { spikeFileName } from '../record/spike-file-name.js';
import type { RunEvent } from '../run/run-event.js';

export type EventOf<K extends RunEvent['kind']> = Extract<RunEvent, { kind: K }>;

/** A checkpoint as the log tells it: the tensors are in the file. */
export type CheckpointLine = Omit<EventOf<'checkpoint'>, 'tensors'> & {
  readonly file: string;
  readonly tensors: readonly { readonly name: string; readonly shape: readonly number[] }[];
};

/** Recorded spikes as the log tells them: the trains are in the files. */
export interface SpikesLine {
  readonly kind: 'spikes-recorded';
  readonly split: 'test';
  readonly layers: readonly {
    readonly layer: string;
    readonly file: string;
    readonly samples: number;
    readonly spikes: number;
  }[];
}

/** One line of events.jsonl. */
export type LogLine = Exclude<RunEvent, { kind: 'checkpoint' | 'spikes-recorded' }> | CheckpointLine | SpikesLine;

function checkpointLine({ tensors, ...rest }: EventOf<'checkpoint'>): CheckpointLine {
  const shapes = tensors.map(({ name, shape }) => ({ name, shape }));
  return { ...rest, file: `checkpoints/${checkpointFileName(rest)}`, tensors: shapes };
}

function spikesLine({ kind, split, records }: EventOf<'spikes-recorded'>): SpikesLine {
  const names = [...new Set(records.map(({ layer }) => layer))];
  const layers = names.map((layer) => {
    const ofLayer = records.filter((record) => record.layer === layer);
    const spikes = ofLayer.reduce((sum, { units }) => sum + units.length, 0);
    return { layer, file: `spikes/${spikeFileName(layer)}`, samples: ofLayer.length, spikes };
  });
  return { kind, split, layers };
}

/** Turns each event into its line of events.jsonl: arrays become the names of the files that hold them. */
export function toLogLines(): OperatorFunction<RunEvent, LogLine> {
  return map((event) => {
    if (event.kind === 'checkpoint') return checkpointLine(event);
    return event.kind === 'spikes-recorded' ? spikesLine(event) : event;
  });
}
