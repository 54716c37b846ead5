import type { Backend, OpenRequest, Session } from '../../src/backends/backend.js';
import type { Tensors } from '../../src/core/layers/tensors.js';
import { ADJUST_RULES } from './adjust-rules.js';
import { type CaseOutcome, caseOutcome, present, rewardOf } from './case-outcome.js';
import { CROWD_CASE, RELAY_CASE, SESSION_CASE, TWIN_CASE } from './cases/session-case.js';
import { type PreparedCase, prepareCase } from './prepared-case.js';
import { exactly, same } from './same-bits.js';
import { STIMULUS_RULES } from './stimulus-rules.js';

/** A promise of the `Session` interface beside numbers. Gives what was broken. */
export interface SessionRule {
  readonly name: string;
  /** @param open Opens a session; the caller closes it. */
  readonly broken: (open: (request: OpenRequest) => Promise<Session>, backend: Backend) => Promise<readonly string[]>;
}

/** What the rules are tried on. */
export const sessionRequest = (): OpenRequest => prepareCase(SESSION_CASE).request;

/** What an action was refused with. */
async function refusal(action: () => Promise<unknown>): Promise<unknown> {
  try {
    await action();
  } catch (error) {
    return error;
  }
  return undefined;
}

/** Learns lesson by lesson from the `from`-th on. */
async function learn(session: Session, prepared: PreparedCase, from: number, to: number): Promise<void> {
  for (const lesson of prepared.lessons.slice(from, to)) {
    const reports = await present(session, prepared, lesson, true);
    await session.feedback(rewardOf(prepared, lesson, reports), { inputReward: false });
    await session.update({ learningRate: prepared.description.optimizer.lr, clip: prepared.description.clip });
  }
}

/** The first lesson, rewarded but not yet learned from. */
async function reward(session: Session, prepared: PreparedCase, scale = 1): Promise<void> {
  const lesson = prepared.lessons[0]!;
  const reports = await present(session, prepared, lesson, true);
  const { always, perOutput, last } = rewardOf(prepared, lesson, reports);
  const scaled = (values: Float64Array): Float64Array => values.map((value) => (value === 0 ? 0 : scale * value));
  await session.feedback(
    { always: scaled(always), perOutput: scaled(perOutput), last: scaled(last) },
    { inputReward: false },
  );
}

const isZero = (values: Float64Array): boolean => values.every((value) => value === 0);

const shaken = (tensors: Readonly<Partial<Tensors>>): void => {
  for (const values of Object.values(tensors)) values?.fill(0.5);
};

/** An update that must be refused as not finite, must change nothing, and must not end the session. */
function refusedUpdate(name: string, scale: number, learningRate: number): SessionRule {
  return {
    name,
    async broken(open) {
      const prepared = prepareCase(SESSION_CASE);
      const session = await open(prepared.request);
      await learn(session, prepared, 0, 1);
      await reward(session, prepared, scale);
      const before = await session.snapshot();
      const error = await refusal(() => session.update({ learningRate, clip: undefined }));
      const { code, kind } = (error ?? {}) as { readonly code?: string; readonly kind?: string };
      const problems = [...same('tensors and optimizer after the refusal', await session.snapshot(), before)];
      if (code !== 'HV_NON_FINITE' || kind !== 'run')
        problems.push(
          `expected HV_NON_FINITE of kind run, got ${error === undefined ? 'no error' : String(code ?? error)}`,
        );
      await learn(session, prepared, 1, 2);
      if ((await session.snapshot()).optimizer.step !== before.optimizer.step + 1)
        problems.push('the session does not learn on after the refusal');
      return problems;
    },
  };
}

export const SESSION_RULES: readonly SessionRule[] = [
  refusedUpdate('an update by an infinite rate is refused', 1, Number.POSITIVE_INFINITY),
  refusedUpdate('an update with infinite feedback is refused', Number.POSITIVE_INFINITY, 0.01),
  {
    name: 'the same calls give the same bits',
    async broken(open) {
      const prepared = prepareCase(SESSION_CASE);
      const outcomes: CaseOutcome[] = [];
      for (let k = 0; k < 2; k++) outcomes.push(await caseOutcome(await open(prepared.request), prepared));
      return same('a case run twice', outcomes[0], outcomes[1]);
    },
  },
  {
    name: 'threads change nothing',
    async broken(open) {
      const prepared = prepareCase(CROWD_CASE);
      const outcomes: CaseOutcome[] = [];
      for (const threads of [1, 2, 3])
        outcomes.push(await caseOutcome(await open({ ...prepared.request, threads }), prepared));
      return same('a case on one thread and on more', [outcomes[1], outcomes[2]], [outcomes[0], outcomes[0]]);
    },
  },
  {
    name: 'sessions do not see each other',
    async broken(open) {
      const cases = [SESSION_CASE, TWIN_CASE].map(prepareCase);
      const alone: unknown[] = [];
      for (const prepared of cases) {
        const session = await open(prepared.request);
        await learn(session, prepared, 0, 3);
        alone.push(await session.snapshot());
      }
      const sessions = await Promise.all(cases.map(({ request }) => open(request)));
      for (let lesson = 0; lesson < 3; lesson++)
        for (const [k, session] of sessions.entries()) await learn(session, cases[k]!, lesson, lesson + 1);
      const together = await Promise.all(sessions.map((session) => session.snapshot()));
      return same('sessions alone and in turn', together, alone);
    },
  },
  {
    name: 'a session goes on from a snapshot',
    async broken(open) {
      const prepared = prepareCase(SESSION_CASE);
      const steady = await open(prepared.request);
      await learn(steady, prepared, 0, 2);
      const { tensors, optimizer } = await steady.snapshot();
      const resumed = await open({ ...prepared.request, tensors, optimizerState: optimizer });
      const problems = same('a snapshot and what was opened from it', await resumed.snapshot(), { tensors, optimizer });
      for (const session of [steady, resumed]) await learn(session, prepared, 2, 5);
      return [...problems, ...same('going on and resuming', await resumed.snapshot(), await steady.snapshot())];
    },
  },
  {
    name: 'tensors are copied in and out',
    async broken(open) {
      const prepared = prepareCase(SESSION_CASE);
      const { optimizer: begun, tensors: starting } = await started(open, prepared);
      const session = await open({ ...prepared.request, tensors: starting, optimizerState: begun });
      const before = exactly(await session.snapshot());
      shaken(starting);
      shaken(begun.moments);
      const shown = await session.snapshot();
      shaken(shown.tensors);
      shaken(shown.optimizer.moments);
      return exactly(await session.snapshot()) === before ? [] : ['a change outside reached the session'];
    },
  },
  {
    name: 'a presentation begins at rest',
    async broken(open) {
      const prepared = prepareCase(SESSION_CASE);
      const session = await open(prepared.request);
      const first = await present(session, prepared, prepared.test, false);
      await session.begin({ batch: 2, learn: true });
      const halfway = prepared.lessons[0]!.chunks[0]!;
      await session.simulate({ steps: 1, input: { kind: 'sequence', values: firstRows(halfway.input, 2, prepared) } });
      return same(
        'a presentation, and again after an unfinished one',
        await present(session, prepared, prepared.test, false),
        first,
      );
    },
  },
  {
    name: 'a presentation goes on in another session from a state',
    async broken(open) {
      const prepared = prepareCase(RELAY_CASE);
      const { chunks, labels } = prepared.test;
      const batch = labels.length;
      const record = prepared.plan.layers.map(({ id }) => id);
      const alone = await open(prepared.request);
      const problems: string[] = [];
      for (const learn of [false, true]) {
        await alone.begin({ batch, learn });
        const relay = { state: await alone.state(), session: await open(prepared.request) };
        for (const [k, { steps, input }] of chunks.entries()) {
          // Every piece in a session of its own, at rest for what it knows.
          await relay.session.begin({ batch, learn: false, state: relay.state });
          const { synapticOperations: _, ...shown } = await relay.session.simulate({ steps, input, record });
          const { synapticOperations: __, ...expected } = await alone.simulate({ steps, input, record });
          problems.push(...same(`piece ${k + 1}`, shown, expected));
          relay.state = await relay.session.state();
          problems.push(...same(`the state after piece ${k + 1}`, relay.state, await alone.state()));
          shaken(relay.state['h']!);
          relay.state = await relay.session.state();
          relay.session = await open(prepared.request);
        }
        if (Object.values(relay.state).some((variables) => Object.values(variables).every(isZero)))
          problems.push('a layer is at rest after the last piece');
      }
      return problems;
    },
  },
  {
    name: 'what cannot be is refused',
    async broken(open) {
      const prepared = prepareCase(SESSION_CASE);
      const session = await open(prepared.request);
      const [lesson] = prepared.lessons as readonly [(typeof prepared.lessons)[number]];
      const problems: string[] = [];
      const expectRefusal = async (what: string, action: () => Promise<unknown>, wanted: RegExp): Promise<void> => {
        const error = await refusal(action);
        if (!(error instanceof Error) || !wanted.test(`${error.name}: ${error.message}`))
          problems.push(
            `${what}: expected an error like ${wanted}, got ${error === undefined ? 'none' : String(error)}`,
          );
      };
      const short = { out: { voltage: new Float64Array(1) } };
      const begun = { batch: lesson.labels.length, learn: false };
      await expectRefusal('a short state', () => session.begin({ ...begun, state: short }), /RangeError.*"out".*got 1/);
      await expectRefusal('a state without layers', () => session.begin({ ...begun, state: {} }), /RangeError.*"out"/);
      await session.begin(begun);
      const nowhere = { ...lesson.chunks[0]!, record: ['nowhere'] };
      await expectRefusal('a layer that is not there', () => session.simulate(nowhere), /RangeError.*nowhere/);
      const stray = { ...lesson.chunks[0]!, stimuli: [{ layer: 'in', currents: new Float64Array(1) }] };
      await expectRefusal('a stimulus of the input', () => session.simulate(stray), /RangeError.*"in" to stimulate/);
      const reports = await present(session, prepared, lesson, false);
      const late = rewardOf(prepared, lesson, reports);
      await expectRefusal('feedback of a test', () => session.feedback(late, { inputReward: false }), /learn/);
      await present(session, prepared, lesson, true);
      const hasty = { learningRate: 0.01, clip: undefined };
      await expectRefusal('an update without feedback', () => session.update(hasty), /feedback/);
      const { input } = await session.feedback(late, { inputReward: false });
      return input === undefined ? problems : [...problems, 'the input reward came without being asked for'];
    },
  },
  {
    name: 'closing twice does no harm',
    async broken(open) {
      const prepared = prepareCase(SESSION_CASE);
      const [closed, open2] = [await open(prepared.request), await open(prepared.request)];
      await learn(closed, prepared, 0, 1);
      await closed.close();
      await closed.close();
      const idle = await open(prepared.request);
      await idle.close();
      const error = await refusal(() => learn(open2, prepared, 0, 1));
      return error === undefined ? [] : [`another session broke: ${String(error)}`];
    },
  },
  ...ADJUST_RULES,
  ...STIMULUS_RULES,
];

/** A state worth copying: after two lessons. */
async function started(open: (request: OpenRequest) => Promise<Session>, prepared: PreparedCase) {
  const session = await open(prepared.request);
  await learn(session, prepared, 0, 2);
  return session.snapshot();
}

/** The first rows of a sequence, for fewer samples than it was made for. */
function firstRows(
  input: { readonly kind: string; readonly values?: Float64Array },
  rows: number,
  { plan }: PreparedCase,
): Float64Array {
  return (input.values ?? new Float64Array(rows * plan.inputSize)).slice(0, rows * plan.inputSize);
}
