import { filter, map, type OperatorFunction, pipe, scan } from 'rxjs';

import type { RunEvent } from '../run/run-event.js';
import { countText, durationText, percentText, valueText } from '../streams/text/number-text.js';

type Ended = Extract<RunEvent, { kind: 'epoch-ended' }>;
type Tested = Extract<RunEvent, { kind: 'tested' }>;

interface Pending {
  readonly epochs: number;
  readonly ended?: Ended | undefined;
  readonly tested?: Tested | undefined;
  readonly line?: string | undefined;
}

function lineOf({ epoch, metrics, seconds }: Ended, tested: Tested | undefined, epochs: number): string {
  const all = { ...metrics, ...(tested?.epoch === epoch ? tested.metrics : {}) };
  const part = (name: string, text: (value: number) => string): string[] => {
    const value = all[`${name}(train)`] ?? all[name];
    return value === undefined ? [] : [text(value)];
  };
  return [
    `epoch ${epoch}/${epochs}`,
    ...part('accuracy', (value) => `accuracy ${percentText(value)} (train)`),
    ...part('accuracy(test)', (value) => `${percentText(value)} (test)`),
    ...part('reward', (value) => `reward ${valueText(value)}`),
    ...part('spikesPerSample', (value) => `${countText(value)} spikes/sample`),
    durationText(seconds),
  ].join('  ');
}

/** What can come between the end of an epoch and its test. */
const BETWEEN: ReadonlySet<RunEvent['kind']> = new Set([
  'batch-tested',
  'histograms',
  'looked',
  'intervened',
  'recorded',
]);

function next(before: Pending, event: RunEvent): Pending {
  if (event.kind === 'run-started') return { epochs: event.epochs };
  const { epochs, ended, tested } = before;
  if (event.kind === 'epoch-ended') return { epochs, ended: event, tested };
  if (event.kind === 'tested') return { epochs, ended, tested: event };
  if (BETWEEN.has(event.kind)) return { epochs, ended, tested };
  return { epochs, tested, line: ended && isShown(ended.epoch, epochs) ? lineOf(ended, tested, epochs) : undefined };
}

/** Lines that a log of a run has at most, near enough: of more epochs, every so manyth is shown. */
const LINES = 30;

function isShown(epoch: number, epochs: number): boolean {
  return epoch === 1 || epoch === epochs || epoch % Math.ceil(epochs / LINES) === 0;
}

/** Writes a line an epoch (of many epochs some), when its test, before or after its end, is known, too. */
export function epochLines(): OperatorFunction<RunEvent, string> {
  return pipe(
    scan(next, { epochs: 0 } as Pending),
    map(({ line }) => line),
    filter((line) => line !== undefined),
  );
}
