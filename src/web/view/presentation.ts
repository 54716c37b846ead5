import type { FrameOf } from '../../streams/frames/view-frame.js';

type LookFrame = FrameOf<'look'>;
type StretchFrame = FrameOf<'stretch'>;

/** Something on the time axis: a look at a test sample, or a stretch that a phase recorded. */
export type Presentation = LookFrame | StretchFrame;

export function isLook(presentation: Presentation): presentation is LookFrame {
  return presentation.kind === 'look';
}

/** Whether a free run goes on from one stretch to the next, without a gap. */
export function goesOn(before: Presentation | undefined, { start, ...after }: Presentation): boolean {
  if (before?.kind !== 'stretch' || after.kind !== 'stretch') return false;
  const isFree = before.sample === undefined && after.sample === undefined;
  const { steps } = before.look;
  return isFree && before.phase === after.phase && before.from + steps === after.from && before.start + steps === start;
}

/** Parts of the time axis that belong together, oldest first: presentations, and free runs as far as they are kept. */
export function shownSpans(
  presentations: readonly Presentation[],
): readonly { readonly from: number; readonly to: number; readonly first: Presentation }[] {
  const spans: { from: number; to: number; first: Presentation }[] = [];
  presentations.forEach((presentation, k) => {
    const { start, look } = presentation;
    const to = start + look.steps;
    const before = spans.at(-1);
    if (before && goesOn(presentations[k - 1], presentation)) before.to = to;
    else spans.push({ from: start, to, first: presentation });
  });
  return spans;
}

/** How many there are: `10 presentations`, `3 presentations, 2 stretches of phases`. */
export function shownText(presentations: readonly Presentation[]): string {
  const looks = presentations.filter(isLook).length;
  const stretches = presentations.length - looks;
  const counted = (count: number, one: string, many: string) =>
    `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;
  return [
    ...(looks > 0 || stretches === 0 ? [counted(looks, 'presentation', 'presentations')] : []),
    ...(stretches > 0 ? [counted(stretches, 'recorded stretch', 'recorded stretches')] : []),
  ].join(', ');
}
