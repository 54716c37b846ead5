import { filter, type Observable } from 'rxjs';

import { isOfCut } from '../record/checkpoint-file.js';
import type { RunFolder } from '../record/run-folder.js';
import type { RunEvent } from '../run/run-event.js';
import { encodeLooks } from './looks-file.js';
import { type LosslessSink, losslessSink } from './lossless-sink.js';
import { type LogLine, logLineOf } from './to-log-lines.js';
import { type MetricLine, metricLinesOf, phaseAfter } from './to-metric-lines.js';

/** The events that carry arrays. */
type FileEvent = Extract<RunEvent, { kind: 'checkpoint' | 'spikes-recorded' | 'samples-looked' | 'recorded' }>;

/** Everything of a run that goes into its folder as it happens. */
export interface FolderSinks {
  /** For `runEvents`: the run waits for these. */
  readonly sinks: readonly LosslessSink<never>[];
  /** Subscribes all of them. To be called before the stream is connected. */
  listen(events: Observable<RunEvent>): void;
}

const EVENTS_IN_FLIGHT = 1024;
/** While the arrays of one are written the run goes on, those of two hold it. */
const ARRAYS_IN_FLIGHT = 2;

function isFileEvent(event: RunEvent): event is FileEvent {
  return ['checkpoint', 'spikes-recorded', 'samples-looked', 'recorded'].includes(event.kind);
}

function writeFile(folder: RunFolder, event: FileEvent): Promise<void> {
  switch (event.kind) {
    case 'checkpoint':
      return folder.writeCheckpoint(event);
    case 'spikes-recorded':
      return folder.writeSpikes(event.records);
    case 'samples-looked':
      return folder.writeLooks(encodeLooks(event.looks));
    case 'recorded':
      return folder.appendRecording(event.pieces);
  }
}

/**
 * A sink for a run's folder: the event log, the metrics and the files with arrays, all written in the order of the events. So
 * a checkpoint is on the disk only when everything before it is. Nothing may be dropped; few large things are in flight.
 *
 * A run that goes on from a checkpoint keeps what comes before it, its own line included: without that of an interruption or
 * a failure, which are written after their checkpoints, the log is that of a run which was never cut short.
 *
 * @param options `logged`: the folder has the line of `run-started` already; `phase`: the one in which the run goes on.
 */
export function folderSinks(
  folder: RunFolder,
  { logged = false, phase: goesOn }: { readonly logged?: boolean; readonly phase?: string | undefined } = {},
): FolderSinks {
  let phase = goesOn;
  const write = async (events: readonly RunEvent[]): Promise<void> => {
    let lines: LogLine[] = [];
    let metrics: MetricLine[] = [];
    const flush = async (): Promise<void> => {
      if (lines.length > 0) await folder.appendEvents(lines);
      if (metrics.length > 0) await folder.appendMetrics(metrics);
      lines = [];
      metrics = [];
    };
    for (const event of events) {
      const line = logged && event.kind === 'run-started' ? undefined : logLineOf(event);
      const first = event.kind === 'checkpoint' && !isOfCut(event);
      if (line && first) lines.push(line);
      if (isFileEvent(event)) {
        await flush();
        await writeFile(folder, event);
      }
      if (line && !first) lines.push(line);
      phase = phaseAfter(event, phase);
      metrics.push(...metricLinesOf(event, phase));
    }
    await flush();
  };
  const sink = losslessSink(write, {
    capacity: EVENTS_IN_FLIGHT,
    weigh: (event) => (isFileEvent(event) ? EVENTS_IN_FLIGHT / ARRAYS_IN_FLIGHT : 1),
  });
  const isKept = ({ kind }: RunEvent): boolean => !['looked', 'batch-tested', 'steps-run'].includes(kind);
  return {
    sinks: [sink],
    listen: (events) => void events.pipe(filter(isKept)).subscribe(sink.observer),
  };
}
