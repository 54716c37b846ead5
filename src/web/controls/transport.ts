import type { ViewCommand } from '../../streams/frames/view-command.js';
import { element } from '../page/element.js';
import type { Part } from '../page/part.js';
import type { RunStore } from '../view/run-store.js';
import { isSteerable } from './is-steerable.js';
import { LAST_PLACE, placeOf, speedAt, speedText } from './speed-scale.js';

/** Pause or go on, one batch, stop, and how fast. */
export interface Transport extends Part {
  /** Pauses what runs and lets go on what is held; nothing when there is nothing to hold. */
  toggle(): void;
  focus(): void;
}

/** @param ahead Whether a speed can be chosen while nothing runs: for the next run. */
export function createTransport(send: (command: ViewCommand) => void, ahead: boolean): Transport {
  const hold = labelled('❚❚', 'Pause', 'Pause or go on (space bar)');
  const step = labelled('▸❚', 'Step', 'Go on by one batch, or by 250 steps of a free run, and pause');
  const stop = labelled('■', 'Stop', 'Ends the run after this batch and keeps a checkpoint');
  const range = { type: 'range', min: 0, max: LAST_PLACE, step: 1, class: 'speed' } as const;
  const speed = element('input', { ...range, 'aria-label': 'Speed' });
  const told = element('output', { class: 'speed-text', 'aria-hidden': 'true' });
  let store: RunStore | undefined;
  const say = (batchesPerSecond: number): void => {
    const text = speedText(batchesPerSecond);
    if (told.textContent === text) return;
    told.textContent = text;
    speed.setAttribute('aria-valuetext', text);
  };
  const toggle = (): void => {
    if (store && isSteerable(store)) send({ kind: store.state.paused ? 'resume' : 'pause' });
  };
  hold.button.addEventListener('click', toggle);
  step.button.addEventListener('click', () => send({ kind: 'step' }));
  stop.button.addEventListener('click', () => send({ kind: 'stop' }));
  speed.addEventListener('input', () => {
    const batchesPerSecond = speedAt(speed.valueAsNumber);
    say(batchesPerSecond);
    send({ kind: 'speed', batchesPerSecond });
  });
  return {
    element: element(
      'div',
      { class: 'transport', role: 'group', 'aria-label': 'Course of the run' },
      element('div', { class: 'group' }, hold.button, step.button, stop.button),
      element('div', { class: 'speed-choice' }, speed, told),
    ),
    toggle,
    focus() {
      // It is told of the run with the next frame only.
      hold.button.disabled = false;
      hold.button.focus({ preventScroll: true });
    },
    show(run) {
      store = run;
      const steerable = run !== undefined && isSteerable(run);
      const { paused, stopping, speed: limit } = run?.state ?? { paused: false, stopping: false, speed: 0 };
      for (const { button } of [hold, step, stop]) button.disabled = !steerable;
      speed.disabled = !steerable && !ahead;
      hold.label(paused ? '▸' : '❚❚', paused ? 'Go on' : 'Pause');
      stop.label('■', stopping && run?.ended === undefined ? 'Stopping …' : 'Stop');
      // Whoever moves the slider knows better than a frame that is on its way.
      if (speed.matches(':active')) return;
      speed.value = String(placeOf(limit));
      say(limit);
    },
  };
}

/** A button with a sign and a word, both of which may change. */
function labelled(sign: string, word: string, title: string) {
  const shown = element('span', { 'aria-hidden': 'true', class: 'button-sign' }, sign);
  const text = element('span', {}, word);
  const button = element('button', { type: 'button', title, disabled: true }, shown, text);
  return {
    button,
    label(nextSign: string, nextWord: string): void {
      if (shown.textContent !== nextSign) shown.textContent = nextSign;
      if (text.textContent !== nextWord) text.textContent = nextWord;
    },
  };
}
