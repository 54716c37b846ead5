import type { Verdict } from './worker/messages.js';

/** Milliseconds for which nobody may type before a text is checked. */
const REST = 250;

/** Checks a text that changes: the newest verdict counts, and older ones that come late are let go. */
export class ScenarioCheck {
  readonly #check: (text: string) => Promise<Verdict>;
  readonly #told: (verdict: Verdict) => void;
  readonly #wrong: (cause: unknown) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #number = 0;
  #verdict: Verdict | undefined;

  constructor(
    check: (text: string) => Promise<Verdict>,
    told: (verdict: Verdict) => void,
    wrong: (cause: unknown) => void,
  ) {
    this.#check = check;
    this.#told = told;
    this.#wrong = wrong;
  }

  /** Of the newest text; undefined: it is not known yet. */
  get verdict(): Verdict | undefined {
    return this.#verdict;
  }

  /** @param soon Without a rest before. */
  of(text: string, soon = false): void {
    const number = ++this.#number;
    this.#verdict = undefined;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        this.#check(text).then(
          (verdict) => {
            if (number !== this.#number) return;
            this.#verdict = verdict;
            this.#told(verdict);
          },
          (cause: unknown) => this.#wrong(cause),
        );
      },
      soon ? 0 : REST,
    );
  }
}
