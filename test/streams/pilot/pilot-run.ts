import { VirtualTimeScheduler } from 'rxjs';

import type { LookRequest } from '../../../src/run/watch/look.js';
import { createPilot } from '../../../src/streams/pilot/create-pilot.js';
import type { Pilot, PilotOptions, PilotState } from '../../../src/streams/pilot/pilot.js';

/** A clock with timers that moves only when it is told to. */
class HandClock extends VirtualTimeScheduler {
  advance(milliseconds: number): void {
    const end = this.frame + milliseconds;
    this.maxFrames = end;
    this.flush();
    this.frame = end;
  }
}

/** A pilot, and a run that does as the loop does: asks at the gate, learns in no time, asks what is wanted. */
export function pilotedRun(options: Partial<PilotOptions> = {}) {
  const clock = new HandClock();
  let stops = 0;
  const pilot: Pilot = createPilot({ scheduler: clock, stop: () => void stops++, ...options });
  const states: PilotState[] = [];
  pilot.state.subscribe((state) => states.push(state));
  return { clock, pilot, states, stops: () => stops };
}

/** What the gate has answered by now: undefined while it holds. */
export async function answerOf(gate: Promise<'go' | 'look'>): Promise<'go' | 'look' | undefined> {
  return Promise.race([gate, Promise.resolve().then(() => Promise.resolve(undefined))]);
}

/** Makes the look that is wanted; it takes so many milliseconds. */
export function looked(
  { pilot, clock }: Pick<ReturnType<typeof pilotedRun>, 'pilot' | 'clock'>,
  took = 0,
): LookRequest | undefined {
  const request = pilot.wanted();
  if (!request) return undefined;
  clock.advance(took);
  pilot.shown();
  return request;
}
