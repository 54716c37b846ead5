import { asyncScheduler, Observable, type OperatorFunction, type SchedulerLike, Subscription } from 'rxjs';

import { failureOf } from '../../run/failed-event.js';
import type { RunEvent } from '../../run/run-event.js';
import { FrameMaker, type FrameOptions } from './frame-maker.js';
import type { ViewFrame } from './view-frame.js';

/** Milliseconds for which batches gather. */
const GATHER_MS = 100;
/** So many batches are told at once, however fast they come. */
const MOST_BATCHES = 4096;

/**
 * Turns the events of a run into frames for views. Batches gather for `interval` milliseconds; everything else comes at
 * once, after the batches before it. Presentations get their places on the time axis here.
 *
 * An error of the run becomes its last frame, `ended` for the reason `failed`, and the frames then complete. An error of
 * the frames themselves is one of theirs only: nothing of it comes back to the run.
 *
 * @param options `scheduler`: the clock for the interval; a test gives a virtual one.
 */
export function toFrames({
  interval = GATHER_MS,
  scheduler = asyncScheduler,
  ...options
}: FrameOptions & {
  readonly interval?: number;
  readonly scheduler?: SchedulerLike;
}): OperatorFunction<RunEvent, ViewFrame> {
  return (events) =>
    new Observable((subscriber) => {
      const maker = new FrameMaker(options);
      const subscription = new Subscription();
      let timer: Subscription | undefined;
      const tell = (frames: readonly ViewFrame[]): void => {
        for (const frame of frames) subscriber.next(frame);
      };
      const flush = (): void => {
        if (timer) subscription.remove(timer);
        timer?.unsubscribe();
        timer = undefined;
        tell(maker.flush());
      };
      const finish = (frames: readonly ViewFrame[]): void => {
        flush();
        tell(frames);
        subscriber.complete();
      };
      subscription.add(
        events.subscribe({
          next(event) {
            try {
              tell(maker.take(event));
            } catch (cause) {
              subscriber.error(cause);
              return;
            }
            if (maker.gathered >= MOST_BATCHES) flush();
            if (maker.gathered === 0 || timer) return;
            timer = scheduler.schedule(flush, interval);
            subscription.add(timer);
          },
          error(cause: unknown) {
            const { code, message } = failureOf(cause);
            finish(maker.failed(code, message));
          },
          complete: () => finish([]),
        }),
      );
      return subscription;
    });
}
