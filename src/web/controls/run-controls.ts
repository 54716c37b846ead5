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
import { shownRun, type View } from '../view/view-state.js';
import { createClickChoice } from './click-choice.js';
import { createFoldable } from './foldable.js';
import { isSteerable } from './is-steerable.js';
import { createLearningRateField } from './learning-rate-field.js';
import { togglePulse } from './pulse-list.js';
import { refusalText } from './refusal-text.js';
import { createSamplePicker } from './sample-picker.js';
import { silencedNeurons } from './silenced-neurons.js';
import { onSpaceBar } from './space-bar.js';
import { createStimulusList } from './stimulus-list.js';
import { createTransport } from './transport.js';

/** How a page is made whose runs are steered. */
export interface RunControlOptions {
  /** Whether a speed that is chosen while nothing runs is for the next run, and `send` therefore takes it; default: no. */
  readonly ahead?: boolean;
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
  destroy(): void;
}

const OVER = 'The run has ended: nothing of it can be changed any more.';

/**
 * Controls of the run in sight. They read what the run says of itself and change nothing by themselves: what is shown is
 * what the run does. Clicks on rows (`rowActions`) give pulses and cut neurons off, and a second one takes it back. Pinned neurons are told to the run as well; a run that begins anew, or comes into sight, is told the
 * pins and pulses once more.
 *
 * @param send Sends a command to the run in sight.
 */
export function createRunControls(
  view: View,
  send: (command: ViewCommand) => void,
  { ahead = false }: RunControlOptions = {},
): RunControls {
  /** Undefined: nobody has touched them here, and those of the newest presentation hold. */
  const own = new BehaviorSubject<readonly Pulse[] | undefined>(undefined);
  const pulses = () => own.value ?? shownRun(view)?.presentations.at(-1)?.look.pulses ?? [];
  const transport = createTransport(send, ahead);
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
    pulse: (gone) => own.next(pulses().filter((pulse) => pulse !== gone)),
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
  const run$ = merge(view.runs, view.state.run).pipe(
    map(() => shownRun(view)),
    distinctUntilChanged(),
  );
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
  const subscription = merge(frames, own, view.state.click).subscribe(() => work.request());
  const tell = <T>(wanted: Observable<T>, command: (value: T) => ViewCommand): void => {
    subscription.add(combineLatest([begun, wanted]).subscribe(([facts, value]) => facts && send(command(value))));
  };
  tell(own.pipe(filter((list) => list !== undefined)), (list) => ({ kind: 'pulses', pulses: list }));
  // A page that never pinned anything leaves alone what others have pinned.
  tell(view.state.pinned.pipe(skipWhile((list) => list.length === 0)), (neurons) => ({ kind: 'pin', neurons }));
  subscription.add(
    view.state.rowActions.pipe(filter(steerable)).subscribe(({ kind, neuron, step }) => {
      if (kind === 'pulse') {
        const shown = shownRun(view)?.presentationAt(step);
        own.next(togglePulse(pulses(), neuron, click.shape(shown && step - shown.start)));
        return;
      }
      const { layer, unit } = neuron;
      const isSilent = silenced().some((cutOff) => cutOff.layer === layer && cutOff.units.includes(unit));
      cut(isSilent ? 'restore' : 'silence', layer, [unit]);
    }),
  );
  const deafen = onSpaceBar(transport.toggle);
  show();
  return {
    bar: transport.element,
    panel: panel.element,
    standing: () => [
      { kind: 'pin', neurons: view.state.pinned.value },
      { kind: 'pulses', pulses: own.value ?? [] },
    ],
    focus: transport.focus,
    destroy() {
      deafen();
      work.cancel();
      click.destroy();
      panel.destroy();
      subscription.unsubscribe();
    },
  };
}
