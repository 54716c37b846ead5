import { filter, map, type OperatorFunction, pipe } from 'rxjs';

import { checkpointFileName } from '../record/checkpoint-file.js';
import { LOOKS_FILE } from '../record/looks-file-name.js';
import { spikeFileName } from '../record/spike-file-name.js';
import type { RunEvent } from '../run/run-event.js';
import type { Histogram } from '../run/watch/look.js';

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

/** A histogram with its counts as plain numbers. */
export type HistogramLine = Omit<Histogram, 'counts'> & { readonly counts: readonly number[] };

/** Histograms as the log tells them. */
export type HistogramsLine = Omit<EventOf<'histograms'>, 'weights' | 'feedback'> & {
  readonly weights: readonly HistogramLine[];
  readonly feedback: readonly HistogramLine[];
};

/** Looks at test samples as the log tells them: what was seen is in the file. */
export interface LooksLine {
  readonly kind: 'samples-looked';
  readonly file: string;
  readonly looks: readonly { readonly sample: number; readonly label: number; readonly answer: number }[];
}

/** One line of events.jsonl. */
export type LogLine =
  | Exclude<
      RunEvent,
      {
        kind:
          | 'checkpoint'
          | 'spikes-recorded'
          | 'histograms'
          | 'samples-looked'
          | 'looked'
          | 'batch-tested'
          | 'steps-run'
          | 'recorded';
      }
    >
  | CheckpointLine
  | SpikesLine
  | HistogramsLine
  | LooksLine;

function checkpointLine({ tensors, ...all }: EventOf<'checkpoint'>): CheckpointLine {
  const shapes = tensors.map(({ name, shape }) => ({ name, shape }));
  // What a run needs to go on is in the file, too.
  const { progress: _, seconds: __, ...facts } = all.facts;
  const rest = { ...all, facts };
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

function histogramsLine({ weights, feedback, ...place }: EventOf<'histograms'>): HistogramsLine {
  const plain = (histogram: Histogram): HistogramLine => ({ ...histogram, counts: [...histogram.counts] });
  return { ...place, weights: weights.map(plain), feedback: feedback.map(plain) };
}

function looksLine({ kind, looks }: EventOf<'samples-looked'>): LooksLine {
  const told = looks.map(({ sample, label, answer }) => ({ sample, label, answer }));
  return { kind, file: LOOKS_FILE, looks: told };
}

/**
 * An event's line of events.jsonl: large arrays become the names of the files that hold them. What somebody looked at is in no
 * log, which is the same whoever watches; nor is a periodic checkpoint, whose file is soon gone.
 */
export function logLineOf(event: RunEvent): LogLine | undefined {
  switch (event.kind) {
    case 'checkpoint':
      return event.reason === 'periodic' ? undefined : checkpointLine(event);
    case 'spikes-recorded':
      return spikesLine(event);
    case 'histograms':
      return histogramsLine(event);
    case 'samples-looked':
      return looksLine(event);
    case 'looked':
    case 'batch-tested':
    case 'steps-run':
    case 'recorded':
      return undefined;
    default:
      return event;
  }
}

/** Turns each event into its line of events.jsonl, see `logLineOf`; leaves out those without. */
export function toLogLines(): OperatorFunction<RunEvent, LogLine> {
  return pipe(
    map(logLineOf),
    filter((line) => line !== undefined),
  );
}
