import type { Problem } from '../../scenario/problems/problem.js';
import { element } from '../page/element.js';

/** What is wrong with the scenario, below its text. */
export interface ProblemList {
  readonly element: HTMLElement;
  /** @param others What is wrong besides, at no place of the text. */
  show(problems: readonly Problem[], others?: readonly string[]): void;
}

/** More than these are counted. */
const SHOWN = 50;

/** @param go Called with the problem whose place somebody wants to see. */
export function createProblemList(go: (problem: Problem) => void): ProblemList {
  const title = element('p', { class: 'problem-count' });
  const list = element('ul', {});
  const box = element(
    'div',
    { class: 'problems', role: 'status', 'aria-label': 'Problems', hidden: true },
    title,
    list,
  );
  return {
    element: box,
    show(problems, others = []) {
      box.hidden = problems.length + others.length === 0;
      title.textContent = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
      title.hidden = problems.length === 0;
      const lines = problems.slice(0, SHOWN).map((problem) => {
        const place = `${problem.line}:${problem.column}`;
        const name = `Line ${problem.line}, column ${problem.column}: ${problem.message}`;
        const button = element(
          'button',
          { type: 'button', 'aria-label': name },
          element('code', {}, place),
          element('span', {}, problem.message),
        );
        button.addEventListener('click', () => go(problem));
        return element('li', {}, button);
      });
      const more = problems.length > SHOWN ? [element('li', {}, `… and ${problems.length - SHOWN} more`)] : [];
      list.replaceChildren(...lines, ...more, ...others.map((text) => element('li', {}, text)));
    },
  };
}
