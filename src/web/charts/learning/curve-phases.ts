import { START } from '../../../scenario/phases/phase.js';
import type { ViewPhase } from '../../../streams/frames/view-phase.js';
import type { RunStore } from '../../view/run-store.js';
import { isOfTest, type Quantity } from './learning-series.js';

type Told = Pick<RunStore, 'facts' | 'phases' | 'metrics'>;

/** The training whose network a phase goes on from: its own end, or that of those before it. */
function trainingBefore(phases: readonly ViewPhase[], { from }: ViewPhase): string {
  const before = phases.find(({ id }) => id === from);
  if (!before) return START;
  return before.kind === 'train' ? before.id : trainingBefore(phases, before);
}

/** Epochs after which a training begins that does not go on from the one before it: there a curve breaks off. */
export function curveBreaks({ facts, phases: told }: Told): readonly number[] {
  const phases = facts?.phases ?? [];
  let last = START;
  return told.flatMap(({ phase: id, state, epoch }) => {
    const phase = phases.find((one) => one.id === id);
    if (state !== 'started' || phase?.kind !== 'train') return [];
    const isOn = trainingBefore(phases, phase) === last;
    last = id;
    return isOn ? [] : [epoch];
  });
}

/** Where phases begin: those that begin at one place have one text. */
export function phasePlaces({ facts, phases: told }: Told): readonly { readonly x: number; readonly text: string }[] {
  const texts = new Map<number, string[]>();
  const phases = facts?.phases ?? [];
  let before = START;
  for (const { phase: id, state, epoch } of told) {
    if (state !== 'started') continue;
    const from = phases.find((one) => one.id === id)?.from ?? before;
    const text = from === before ? id : `${id} ← ${from}`;
    texts.set(epoch, [...(texts.get(epoch) ?? []), text]);
    before = id;
  }
  return [...texts].map(([x, names]) => ({ x, text: names.join(', ') }));
}

/** What phases that only test came to. */
export function testPoints(
  run: Told,
  { test }: Quantity,
): readonly { readonly phase: string; readonly epoch: number; readonly value: number }[] {
  if (test === undefined) return [];
  return run.metrics.flatMap((frame) => {
    const { phase, epoch, metrics } = frame;
    const value = metrics[test];
    return phase !== undefined && value !== undefined && isOfTest(run, frame) ? [{ phase, epoch, value }] : [];
  });
}

/** Points with a place without a value after each epoch at which the curve breaks off. */
export function broken(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  breaks: readonly number[],
): readonly [x: ArrayLike<number>, y: ArrayLike<number>] {
  if (breaks.length === 0) return [x, y];
  const [brokenX, brokenY]: [number[], number[]] = [[], []];
  for (let k = 0; k < x.length; k++) {
    const before = x[k - 1];
    if (before !== undefined && breaks.some((at) => before <= at && x[k]! > at)) {
      brokenX.push(x[k]!);
      brokenY.push(Number.NaN);
    }
    brokenX.push(x[k]!);
    brokenY.push(y[k]!);
  }
  return [brokenX, brokenY];
}
