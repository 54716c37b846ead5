import { HeavisideError } from '../../../core/heaviside-error.js';
import type { Answers, Failure, FromWorker, Question, ToWorker } from './messages.js';

/** A worker that answers questions. */
export interface AskedWorker {
  /** @throws HeavisideError when it cannot answer; at once when it is no more. */
  ask<A extends Question['ask']>(question: Question & { readonly ask: A }): Promise<Answers[A]>;
  tell(message: ToWorker): void;
  /** Ends it at once, whatever it does. */
  end(): void;
}

/** Why a question has no answer. */
function noAnswer({ code, message, remedy }: Failure): HeavisideError {
  return new HeavisideError(code, 'run', message, remedy === undefined ? {} : { remedy });
}

/**
 * Starts a worker.
 *
 * @param hear Everything that it says besides answers.
 * @param lost It ended by itself: nothing will come any more.
 * @param remedy What people can do when it ended by itself.
 */
export type StartWorker = (
  hear: (message: FromWorker) => void,
  lost: (failure: Failure) => void,
  remedy: string,
) => AskedWorker;

/** What is needed of a browser's `Worker`. */
export interface BareWorker {
  postMessage(message: ToWorker): void;
  terminate(): void;
  addEventListener(kind: 'message', hear: (event: { readonly data: FromWorker }) => void): void;
  addEventListener(kind: 'error', hear: (event: { readonly message: string; preventDefault(): void }) => void): void;
}

/** Asks a worker that has just been started; see `StartWorker`. */
export function askWorker(worker: BareWorker, ...[hear, lost, remedy]: Parameters<StartWorker>): AskedWorker {
  const died: Failure = {
    code: 'HV_WORKER_LOST',
    message: 'The part of the page that simulates has ended unexpectedly',
    remedy,
  };
  const waiting = new Map<number, { resolve(answer: never): void; reject(cause: HeavisideError): void }>();
  let asked = 0;
  let gone: Failure | undefined;
  const over = (failure: Failure): void => {
    gone = failure;
    worker.terminate();
    for (const { reject } of waiting.values()) reject(noAnswer(failure));
    waiting.clear();
  };
  worker.addEventListener('message', ({ data }) => {
    if (data.kind !== 'answer' && data.kind !== 'no-answer') return hear(data);
    const asker = waiting.get(data.number);
    waiting.delete(data.number);
    if (data.kind === 'answer') asker?.resolve(data.answer as never);
    else asker?.reject(noAnswer(data.failure));
  });
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    const failure = event.message ? { ...died, message: `${died.message}: ${event.message}` } : died;
    over(failure);
    lost(failure);
  });
  return {
    async ask(question) {
      if (gone) throw noAnswer(gone);
      const number = ++asked;
      return new Promise((resolve, reject) => {
        waiting.set(number, { resolve, reject });
        worker.postMessage({ kind: 'ask', number, question });
      });
    },
    tell: (message) => worker.postMessage(message),
    end: () => over(died),
  };
}
