import { element } from './element.js';
import type { Part } from './part.js';
import { cutShortText } from './run-text.js';

/** What stands above everything else: loading, nothing there, what went wrong, or that a run did not come to its end. */
export interface Notice extends Part {
  /** Says what is wrong; undefined takes it back. */
  fail(message: string | undefined): void;
}

/**
 * Loading, empty and error states of the whole page, and runs that were cut short; hidden when there is nothing to say.
 *
 * @param waiting What is said before anything is known of a run; with `…` at its end something is under way.
 */
export function createNotice(waiting: string): Notice {
  const text = element('p');
  const box = element('div', { class: 'notice', role: 'status' }, text);
  let failure: string | undefined;
  const say = (mark: 'waiting' | 'empty' | 'wrong' | 'partial' | 'none', message = ''): void => {
    box.dataset['mark'] = mark;
    box.hidden = mark === 'none';
    box.setAttribute('role', mark === 'wrong' ? 'alert' : 'status');
    if (text.textContent !== message) text.textContent = message;
  };
  const notice: Notice = {
    element: box,
    show(run) {
      const broken = run?.ended?.failure;
      const partial = run && cutShortText(run);
      if (failure !== undefined) say('wrong', failure);
      else if (!run?.facts) say(waiting.endsWith('…') ? 'waiting' : 'empty', waiting);
      else if (broken) say('wrong', `${broken.code}: ${broken.message}`);
      else if (partial !== undefined) say('partial', partial);
      else say('none');
    },
    fail(message) {
      failure = message;
      notice.show(undefined);
    },
  };
  return notice;
}
