import { filter, type Observable } from 'rxjs';

import type { RunFolder } from '../record/run-folder.js';
import type { RunEvent } from '../run/run-event.js';
import { encodeLooks } from './looks-file.js';
import { type LosslessSink, losslessSink } from './lossless-sink.js';
import { toLogLines } from './to-log-lines.js';
import { toMetricLines } from './to-metric-lines.js';

/** The events that carry arrays. */
type FileEvent = Extract<RunEvent, { kind: 'checkpoint' | 'spikes-recorded' | 'samples-looked' }>;

/** Everything of a run that goes into its folder as it happens. */
export interface FolderSinks {
  /** For `runEvents`: the run waits for these. */
  readonly sinks: readonly LosslessSink<never>[];
  /** Subscribes all of them. To be called before the stream is connected. */
  listen(events: Observable<RunEvent>): void;
}

const LINES_IN_FLIGHT = 1024;

function isFileEvent(event: RunEvent): event is FileEvent {
  return event.kind === 'checkpoint' || event.kind === 'spikes-recorded' || event.kind === 'samples-looked';
}

/**
 * Sinks for a run's folder: the event log, the metrics, and the files with arrays. None may drop; of the large ones
 * one at a time is in flight.
 */
export function folderSinks(folder: RunFolder): FolderSinks {
  const log = losslessSink<object>((lines) => folder.appendEvents(lines), { capacity: LINES_IN_FLIGHT });
  const metrics = losslessSink<object>((lines) => folder.appendMetrics(lines), { capacity: LINES_IN_FLIGHT });
  const files = losslessSink<FileEvent>(
    async (events) => {
      for (const event of events) {
        if (event.kind === 'checkpoint') await folder.writeCheckpoint(event);
        else if (event.kind === 'samples-looked') await folder.writeLooks(encodeLooks(event.looks));
        else await folder.writeSpikes(event.records);
      }
    },
    { capacity: 1 },
  );
  return {
    sinks: [log, metrics, files],
    listen(events) {
      events.pipe(toLogLines()).subscribe(log.observer);
      events.pipe(toMetricLines()).subscribe(metrics.observer);
      events.pipe(filter(isFileEvent)).subscribe(files.observer);
    },
  };
}
