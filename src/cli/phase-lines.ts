import { concatMap, defer, type OperatorFunction } from 'rxjs';

import type { RunEvent } from '../run/run-event.js';
import { consequenceWords } from '../streams/text/consequence-words.js';
import { countText, durationText, percentText, timeText, valueText } from '../streams/text/number-text.js';

type EventOf<K extends RunEvent['kind']> = Extract<RunEvent, { kind: K }>;

/** Lines that tell how far a free run is, at most. */
const LINES = 10;

function metricText([name, value]: readonly [string, number]): string {
  return `${name} ${name.startsWith('accuracy') ? percentText(value) : valueText(value)}`;
}

function startedLine({ phase, type, from }: EventOf<'phase-started'>): string {
  return `phase ${phase} (${type}) from ${from}`;
}

function endedLine({ phase, type, metrics, seconds }: EventOf<'phase-ended'>): string {
  const told = type === 'test' ? Object.entries(metrics).map(metricText) : [];
  return [`phase ${phase} ended`, ...told, durationText(seconds)].join('  ');
}

/** What happened and when: `  lesion, 0 ms: lesion: 32 neurons of h1`. */
function changedLine(event: EventOf<'changed'>, dt: number): string {
  const { phase, change, at, drawn, skipped } = event;
  const when = at.unit === 'step' ? timeText(at.at, dt) : `${at.unit} ${valueText(at.at)}`;
  const neurons = Object.entries(drawn ?? {}).map(([layer, { length }]) => {
    return `${countText(length)} neuron${length === 1 ? '' : 's'} of ${layer}`;
  });
  const what = [...neurons, ...consequenceWords(event, dt)];
  const why = skipped ? ' skipped, its guard does not hold' : what.length > 0 ? `: ${what.join(', ')}` : '';
  return `  ${phase}, ${when}: ${change}${why}`;
}

/**
 * Writes a line for the beginning and the end of each phase, for what happens in it, and ten at most for how far a free
 * run is.
 *
 * @param options `dt`: seconds of a time step.
 */
export function phaseLines({ dt }: { readonly dt: number }): OperatorFunction<RunEvent, string> {
  return (events) =>
    defer(() => {
      let told = 0;
      const linesOf = (event: RunEvent): readonly string[] => {
        switch (event.kind) {
          case 'phase-started':
            told = 0;
            return [startedLine(event)];
          case 'changed':
            return [changedLine(event, dt)];
          case 'steps-run': {
            const { phase, done, steps } = event;
            const part = Math.floor((LINES * done) / steps);
            if (done === steps || part === told) return [];
            told = part;
            return [`  ${phase}: ${timeText(done, dt)} of ${timeText(steps, dt)}`];
          }
          case 'phase-ended':
            return [endedLine(event)];
          default:
            return [];
        }
      };
      return events.pipe(concatMap(linesOf));
    });
}
