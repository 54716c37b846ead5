import { checkScenario } from './worker/check-scenario.js';
import { failureOf } from './worker/failure-of.js';
import type { Answers, FromWorker, Question, ToWorker } from './worker/messages.js';
import { abilities } from './worker/page-backends.js';
import { type OrderedRun, playOrder } from './worker/play-order.js';

/** What a worker of the playground does: answers questions, and runs one scenario. */
let run: OrderedRun | undefined;

/** Copies: buffers that were transferred would make V8 check every typed array of this worker from then on. */
const post = (message: FromWorker): void => postMessage(message);

async function answerTo(question: Question): Promise<Answers[keyof Answers]> {
  switch (question.ask) {
    case 'backends':
      return abilities();
    case 'check':
      return checkScenario(question.text);
    case 'checkpoint':
      return run?.checkpoint();
  }
}

function hear(message: ToWorker): void {
  switch (message.kind) {
    case 'ask': {
      const { number, question } = message;
      answerTo(question).then(
        (answer) => post({ kind: 'answer', number, answer }),
        (cause: unknown) => post({ kind: 'no-answer', number, failure: failureOf(cause) }),
      );
      break;
    }
    case 'run':
      run = playOrder(message.order, {
        frame: (frame) => post({ kind: 'frame', frame }),
        over: (failure) => post(failure ? { kind: 'over', failure } : { kind: 'over' }),
      });
      break;
    case 'command':
      run?.command(message.command);
      break;
    case 'taken':
      run?.taken(message.frames);
      break;
  }
}

addEventListener('message', ({ data }: MessageEvent<ToWorker>) => hear(data));
