import RunWorker from '../run-worker.ts?worker&inline';
import type { Answers, Failure, FromWorker, Question, ToWorker } from './messages.js';

/** A worker that answers questions. */
export interface AskedWorker {
  /** @throws Error with the failure's message when it cannot answer, or is no more. */
  ask<A extends Question['ask']>(question: Question & { readonly ask: A }): Promise<Answers[A]>;
  tell(message: ToWorker): void;
  /** Ends it at once, whatever it does. */
  end(): void;
}

/** Why a question has no answer. */
class NoAnswer extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

const DIED: Failure = {
  code: 'HV_WORKER_LOST',
  message: 'The part of the page that simulates has ended unexpectedly',
  remedy: 'Train again. If it happens again, choose a smaller network or another backend.',
};

/**
 * Starts a worker. Its program is text within the page: it needs no network, and it is under the policy of the page, not
 * under the headers, if any, with which a file of its own would be served.
 *
 * @param hear Everything that it says besides answers.
 * @param lost It ended by itself: nothing will come any more.
 */
export function startWorker(hear: (message: FromWorker) => void, lost: (failure: Failure) => void): AskedWorker {
  const worker = new RunWorker();
  const waiting = new Map<number, { resolve(answer: never): void; reject(cause: NoAnswer): void }>();
  let asked = 0;
  const over = (failure: Failure): void => {
    worker.terminate();
    for (const { reject } of waiting.values()) reject(new NoAnswer(failure));
    waiting.clear();
  };
  worker.addEventListener('message', ({ data }: MessageEvent<FromWorker>) => {
    if (data.kind !== 'answer' && data.kind !== 'no-answer') return hear(data);
    const asker = waiting.get(data.number);
    waiting.delete(data.number);
    if (data.kind === 'answer') asker?.resolve(data.answer as never);
    else asker?.reject(new NoAnswer(data.failure));
  });
  worker.addEventListener('error', (event) => {
    event.preventDefault();
    const failure = event.message ? { ...DIED, message: `${DIED.message}: ${event.message}` } : DIED;
    over(failure);
    lost(failure);
  });
  return {
    ask(question) {
      const number = ++asked;
      return new Promise((resolve, reject) => {
        waiting.set(number, { resolve, reject });
        worker.postMessage({ kind: 'ask', number, question } satisfies ToWorker);
      });
    },
    tell: (message) => worker.postMessage(message),
    end: () => over(DIED),
  };
}
