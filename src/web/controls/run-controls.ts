import './run-controls.css';

import {
  BehaviorSubject,
  combineLatest,
  distinctUntilChanged,
  filter,
  map,
  merge,
  type Observable,
  skipWhile,
  startWith,
  switchMap,
} from 'rxjs';

import type { Pulse } from '../../run/watch/look.js';
import type { ViewCommand } from '../../streams/frames/view-command.js';
import { onceAFrame } from '../charts/plot/once-a-frame.js';
import { element } from '../page/element.js';
import { runInSight } from '../view/run-in-sight.js';
import { tooLongText } from '../view/too-long-text.js';
import { shownRun, type View } from '../view/view-state.js';
import { createClickChoice } from './click-choice.js';
import { createFoldable } from './foldable.js';
import { isSteerable } from './is-steerable.js';
import { createLearningRateField } from './learning-rate-field.js';
import { togglePulse, withoutPulse } from './pulse-list.js';
import { refusalText } from './refusal-text.js';
import { createSamplePicker } from './sample-picker.js';
import { silencedNeurons } from './silenced-neurons.js';
import { onSpaceBar } from './space-bar.js';
import { createStimulusList } from './stimulus-list.js';
import { createTransport } from './transport.js';

/** How a page is made whose runs are steered. */
export interface RunControlOptions {
  /**
   * Whether the runs are the page's own; default: no. Nobody else pins neurons then, and a speed that is chosen while
   * nothing runs is for the next run: `send` takes it.
   */
  readonly own?: boolean;
}

/** What a person steers a run with. */
export interface RunControls {
  /** Pause, step, stop and speed: for the head of a page. */
  readonly bar: HTMLElement;
  /** Learning rate, sample, and what clicks on rows do. */
  readonly panel: HTMLElement;
  /** What a run that begins is best told before its first batch: pins and pulses. It hears of them a little later anyway. */
  standing(): readonly ViewCommand[];
  /** Puts the focus on what pauses the run. */
  focus(): void;
}

const OVER = 'The run has ended: nothing of it can be changed any more.';

/**
 * Controls of the run in sight. They read what the run says of itself and change nothing by themselves: what is shown is
 * what the run does. Clicks on rows (`rowActions`) give pulses and cut neurons off, and a second one takes it back. Pinned
 * neurons are told to the run as well; a run that begins anew, or comes into sight, is told the pins and pulses once more.
 *
 * @param send Sends a command to the run in sight.
 */
export function createRunControls(
  view: View,
  send: (command: ViewCommand) => void,
  { own: isOwn = false }: RunControlOptions = {},
): RunControls {
  /** Undefined: nobody has touched them here, and those of the newest presentation hold. */
  const chosen = new BehaviorSubject<readonly Pulse[] | undefined>(undefined);
  const pulses = () => chosen.value ?? shownRun(view)?.newestLook?.look.pulses ?? [];
  const transport = createTransport(send, isOwn);
  const rate = createLearningRateField(send);
  const sample = createSamplePicker(send);
  const click = createClickChoice(view);
  const silenced = () => silencedNeurons(shownRun(view)?.interventions ?? []);
  const steerable = (): boolean => {
    const run = shownRun(view);
    return run !== undefined && isSteerable(run);
  };
  const cut = (kind: 'silence' | 'restore', layer: string, units: readonly number[]): void =>
    send({ kind: 'intervene', intervention: { kind, layer, units } });
  const stimuli = createStimulusList({
    pulse: (gone) => {
      view.state.refusal.next(undefined);
      chosen.next(withoutPulse(pulses(), gone));
    },
    silence: ({ layer, units }) => cut('restore', layer, units),
  });
  const refusal = element('p', { class: 'refusal', role: 'status' });
  const show = (): void => {
    const run = shownRun(view);
    for (const part of [transport, rate, sample, click]) part.show(run);
    stimuli.show(pulses(), silenced(), steerable());
    const idle = view.state.click.value !== 'pin' && run?.ended !== undefined;
    const text = idle ? OVER : (refusalText(run?.interventions ?? []) ?? '');
    if (refusal.textContent !== text) refusal.textContent = text;
  };
  const panel = createFoldable(
    'Sample, learning rate, pulses',
    ...[
      sample.element,
      rate.element,
      click.element,
      element('div', { class: 'stimuli-place' }, refusal, stimuli.element),
    ],
  );
  const work = onceAFrame(show);
  const run$ = runInSight(view);
  const frames = run$.pipe(switchMap((run) => (run ? run.changed.pipe(startWith(undefined)) : [undefined])));
  const begun = run$.pipe(
    switchMap((run) =>
      run
        ? run.changed.pipe(
            startWith(undefined),
            map(() => run.facts),
          )
        : [undefined],
    ),
    distinctUntilChanged(),
  );
  merge(frames, chosen, view.state.click).subscribe(() => work.request());
  const tell = <T>(wanted: Observable<T>, command: (value: T) => ViewCommand): void => {
    combineLatest([begun, wanted]).subscribe(([facts, value]) => facts && send(command(value)));
  };
  tell(chosen.pipe(filter((list) => list !== undefined)), (list) => ({ kind: 'pulses', pulses: list }));
  // A page that never pinned anything leaves alone what others have pinned.
  const { pinned, suggested, refusal: refused } = view.state;
  tell(pinned.pipe(skipWhile((list) => list.length === 0)), (neurons) => ({
    kind: !isOwn && neurons === suggested.value ? 'suggest-pins' : 'pin',
    neurons,
  }));
  view.state.rowActions.pipe(filter(steerable)).subscribe(({ kind, neuron, step }) => {
    if (kind === 'pulse') {
      const shown = shownRun(view)?.presentationAt(step);
      const next = togglePulse(pulses(), neuron, click.shape(shown && step - shown.start));
      const why = tooLongText(next, 'pulses can be given');
      if (why === undefined) chosen.next(next);
      else refused.next(why);
      return;
    }
    const { layer, unit } = neuron;
    const isSilent = silenced().some((cutOff) => cutOff.layer === layer && cutOff.units.includes(unit));
    cut(isSilent ? 'restore' : 'silence', layer, [unit]);
  });
  onSpaceBar(transport.toggle);
  show();
  return {
    bar: transport.element,
    panel,
    standing: () => [
      { kind: 'pin', neurons: pinned.value },
      { kind: 'pulses', pulses: chosen.value ?? [] },
    ],
    focus: transport.focus,
  };
}
