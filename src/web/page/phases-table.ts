import type { Metrics } from '../../run/run-event.js';
import type { FrameOf, RunFacts } from '../../streams/frames/view-frame.js';
import type { ViewEvent, ViewPhase } from '../../streams/frames/view-phase.js';
import { consequenceWords } from '../../streams/text/consequence-words.js';
import { courseWords } from '../../streams/text/course-words.js';
import { countText, durationText, timeText, valueText } from '../../streams/text/number-text.js';
import type { RunStore } from '../view/run-store.js';
import { element } from './element.js';
import { metricWords } from './figure-text.js';
import type { Part } from './part.js';

const COLUMNS = ['Phase', 'Kind', 'From', 'Length', 'Result', 'What was changed'];
/** Metrics that are told. The others stand in the figures of the run. */
const TOLD = ['accuracy(train)', 'accuracy(test)', 'reward', 'spikesPerSample'];

function lengthText({ epochs, steps }: ViewPhase, { dt, testSamples }: RunFacts): string {
  if (epochs !== undefined) return `${countText(epochs)} ${epochs === 1 ? 'epoch' : 'epochs'}`;
  return steps === undefined ? `${countText(testSamples)} samples` : timeText(steps, dt);
}

function stateText(told: readonly FrameOf<'phase'>[], ended: boolean): string {
  const last = told.at(-1);
  if (last?.state === 'ended') return `ended, ${durationText(last.seconds ?? Number.NaN)}`;
  if (!last) return ended ? 'not reached' : 'waits';
  return ended ? 'broken off' : 'goes on';
}

function resultTexts(metrics: Metrics): readonly string[] {
  return TOLD.flatMap((name) => {
    const value = metrics[name];
    const { label, text } = metricWords(name);
    return value === undefined ? [] : [`${label}: ${text(value)}`];
  });
}

/** When an event is due or has happened: `at 50 ms`, `after 2 epochs`. */
function whenText({ at, when }: ViewEvent, happened: FrameOf<'changed'> | undefined, dt: number): string {
  const moment = happened?.at ?? at;
  if (!moment) return `when ${when}`;
  if (moment.unit === 'step') return `at ${timeText(moment.at, dt)}`;
  return `after ${valueText(moment.at)} ${moment.unit === 'batch' ? 'batches' : 'epochs'}`;
}

/** `lesion of 50 % of h1 at 0 ms: 32 neurons of h1`. */
function changeText(
  event: ViewEvent,
  happened: FrameOf<'changed'> | undefined,
  { dt, layers }: RunFacts,
  isOver: boolean,
): string {
  const drawn = Object.entries(happened?.drawn ?? {}).map(([layer, units]) => {
    const size = layers.find(({ id }) => id === layer)?.size;
    return `${countText(units.length)} of ${countText(size ?? Number.NaN)} neurons of ${layer}`;
  });
  const what = `${event.words} ${whenText(event, happened, dt)}`;
  if (happened?.skipped) return `${what}: skipped, its guard did not hold`;
  const came = [...drawn, ...(happened ? consequenceWords(happened, dt) : [])];
  if (came.length > 0) return `${what}: ${came.join(', ')}`;
  return !happened && isOver ? `${what}: did not happen` : what;
}

function listOf(texts: readonly string[]): HTMLElement {
  return element('ul', {}, ...texts.map((text) => element('li', {}, text)));
}

function rowOf(phase: ViewPhase, facts: RunFacts, run: RunStore): HTMLElement {
  const told = run.phases.filter((frame) => frame.phase === phase.id);
  const end = told.findLast(({ state }) => state === 'ended');
  const isOver = run.ended !== undefined || end !== undefined;
  const happened = run.changes.filter((frame) => frame.phase === phase.id);
  const changes = phase.events.map((event, k) => {
    // In each presentation of a training an event of its steps happens, and is not told.
    const isTold = !(phase.kind === 'train' && event.at?.unit === 'step');
    return changeText(
      event,
      happened.find((frame) => frame.event === k),
      facts,
      isOver && isTold,
    );
  });
  const unit = phase.kind === 'run' ? ({ kind: 'step', dt: facts.dt } as const) : ({ kind: 'epoch' } as const);
  const courses = Object.entries(phase.schedule).map(([path, course]) => courseWords(path, course, unit));
  const shown = end?.told ? [shownText(phase, end.told, facts)] : [];
  const cells: readonly (readonly [string, string | HTMLElement])[] = [
    [COLUMNS[1]!, phase.kind],
    [COLUMNS[2]!, phase.from],
    [COLUMNS[3]!, lengthText(phase, facts)],
    [COLUMNS[4]!, listOf([stateText(told, run.ended !== undefined), ...resultTexts(end?.metrics ?? {})])],
    [COLUMNS[5]!, listOf([...changes, ...courses, ...shown])],
  ];
  return element(
    'tr',
    { 'data-phase': phase.id },
    element('th', { scope: 'row' }, phase.id),
    ...cells.map(([name, content]) => element('td', { 'data-column': name }, content)),
  );
}

/** What of a recording is on this page. */
function shownText({ kind, id }: ViewPhase, { count, of }: { count: number; of: number }, { dt }: RunFacts): string {
  const part =
    kind === 'run'
      ? `${timeText(count, dt)} of ${timeText(of, dt)}`
      : `${countText(count)} of ${countText(of)} recorded samples`;
  return `shown above: the first ${part}; recordings/${encodeURIComponent(id)} has all`;
}

/** The phases of a run: what they are, what came of them, what was changed in them. Hidden where the run has none. */
export function createPhasesTable(): Part {
  const body = element('tbody');
  const head = COLUMNS.map((name) => element('th', { scope: 'col' }, name));
  const table = element('table', { class: 'figures' }, element('thead', {}, element('tr', {}, ...head)), body);
  const section = element(
    'section',
    { class: 'phases', 'aria-labelledby': 'phases-title', hidden: true },
    element('h2', { id: 'phases-title' }, 'Phases'),
    table,
  );
  let shown: readonly unknown[] = [];
  return {
    element: section,
    show(run) {
      const phases = run?.facts?.phases;
      section.hidden = phases === undefined;
      if (!run?.facts || !phases) return;
      const next = [run.facts, run.phases, run.changes, run.ended];
      if (next.every((part, k) => part === shown[k])) return;
      shown = next;
      const { facts } = run;
      body.replaceChildren(...phases.map((phase) => rowOf(phase, facts, run)));
    },
  };
}
