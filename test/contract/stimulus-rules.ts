import type { ChunkReport, LayerStimulus, Session } from '../../src/backends/backend.js';
import { joinedReports } from '../../src/backends/joined-reports.js';
import { caseOutcome } from './case-outcome.js';
import { SESSION_CASE, STIMULUS_CASE } from './cases/session-case.js';
import { type PreparedCase, prepareCase, type ShownCase } from './prepared-case.js';
import { same } from './same-bits.js';
import type { SessionRule } from './session-rules.js';

const STEPS = 6;
const UNITS = 4;

/** A current of 100 into unit 1 in steps 2 and 3, which fires whatever its sum is. */
function kick(batch: number): LayerStimulus {
  const currents = new Float64Array(STEPS * batch * UNITS);
  for (const step of [2, 3])
    for (let sample = 0; sample < batch; sample++) currents[(step * batch + sample) * UNITS + 1] = 100;
  return { layer: 'out', currents };
}

/** The steps `from` to `until` of a stimulus of every step. */
function part({ currents, ...rest }: LayerStimulus, from: number, until: number): LayerStimulus {
  const row = currents.length / STEPS;
  return { ...rest, currents: currents.slice(from * row, until * row) };
}

/** Shows a constant input with stimuli, in chunks that end at the given steps. */
async function shown(
  session: Session,
  { test }: PreparedCase,
  stimuli: readonly LayerStimulus[],
  ends: readonly number[] = [STEPS],
): Promise<ChunkReport> {
  await session.begin({ batch: test.labels.length, learn: false });
  const reports: ChunkReport[] = [];
  for (const [k, end] of ends.entries()) {
    const from = ends[k - 1] ?? 0;
    const own = stimuli.map((stimulus) => part(stimulus, from, end));
    const chunk = { steps: end - from, input: test.chunks[0]!.input, record: ['out'], stimuli: own };
    reports.push(await session.simulate(chunk));
  }
  return joinedReports(reports);
}

/** Which units fired, `[steps × batch × units]`. */
function fired({ recorded: [rows] }: ChunkReport): readonly number[] {
  const { offsets, units } = rows!;
  const found: number[] = [];
  for (let row = 0; row + 1 < offsets.length; row++)
    for (let unit = 0; unit < UNITS; unit++)
      found.push(Number(units.subarray(offsets[row], offsets[row + 1]).includes(unit)));
  return found;
}

/** Every chunk with currents of 0. */
function withZeros({ chunks, labels }: ShownCase): ShownCase {
  const zeros = chunks.map((chunk) => {
    const currents = new Float64Array(chunk.steps * labels.length * UNITS);
    return { ...chunk, stimuli: [{ layer: 'out', currents }] };
  });
  return { chunks: zeros, labels };
}

/** What injected currents promise beside numbers, on one layer of step units. */
export const STIMULUS_RULES: readonly SessionRule[] = [
  {
    name: 'a current acts from its first step to its last',
    async broken(open) {
      const prepared = prepareCase(STIMULUS_CASE);
      const session = await open(prepared.request);
      const batch = prepared.test.labels.length;
      const quiet = fired(await shown(session, prepared, []));
      const kicked = (cut: boolean) =>
        quiet.map((spike, k) => {
          const [unit, step] = [k % UNITS, Math.floor(k / (UNITS * batch))];
          if (unit !== 1) return spike;
          return step === 2 || step === 3 ? 1 : cut ? 0 : spike;
        });
      const cut = { ...kick(batch), cut: Uint8Array.of(0, 1, 0, 0) };
      return [
        ...same('a current', fired(await shown(session, prepared, [kick(batch)])), kicked(false)),
        ...same('a current in place of the sums', fired(await shown(session, prepared, [cut])), kicked(true)),
        ...same('no current again', fired(await shown(session, prepared, [])), quiet),
      ];
    },
  },
  {
    name: 'stimuli in several chunks do what they do in one',
    async broken(open) {
      const prepared = prepareCase(STIMULUS_CASE);
      const session = await open(prepared.request);
      const stimuli = [kick(prepared.test.labels.length)];
      const { synapticOperations: _, ...whole } = await shown(session, prepared, stimuli);
      const { synapticOperations: __, ...parts } = await shown(session, prepared, stimuli, [1, 3, 5, STEPS]);
      return same('one chunk and four', parts, whole);
    },
  },
  {
    name: 'currents of 0 change no bit',
    async broken(open) {
      const prepared = prepareCase(SESSION_CASE);
      const zeros = { ...prepared, test: withZeros(prepared.test), lessons: prepared.lessons.map(withZeros) };
      const outcomes = [];
      for (const one of [prepared, zeros]) outcomes.push(await caseOutcome(await open(prepared.request), one));
      return same('a case with currents of 0 and without', outcomes[1], outcomes[0]);
    },
  },
];
