import { listRecordings, readRecording } from '../record/read-recording.js';
import type { RecordedPiece, SpikePiece, TracePiece } from '../record/recording.js';
import type { Phase } from '../scenario/phases/phase.js';
import type { Scenario } from '../scenario/scenario.js';
import type { ShownRecording } from '../streams/frames/frames-of-log.js';

/** What is shown of each phase at most, and of all phases together: the folder has everything. */
const STEPS = 2000;
const SPIKES = 200_000;
const TRACED = 400_000;
const PHASES = 5;

type Piece = SpikePiece | TracePiece;

/** The beginning of one recording. */
interface Beginning {
  readonly pieces: readonly Piece[];
  /** There is more. */
  readonly isCut: boolean;
}

/**
 * What a page shows of the recordings of a run: of each phase the first stretches, of all layers as far, until 2,000 steps
 * of a free run, 200,000 spikes or 400,000 voltages are reached, fewer where more than five phases have recordings. At least
 * one stretch.
 *
 * @param warn Hears of a recording that is damaged; what stands before the damage is shown.
 */
export async function readRecordings(
  folder: string,
  { phases, record }: Pick<Scenario, 'phases' | 'record'>,
  warn: (cause: unknown) => void,
): Promise<ReadonlyMap<string, ShownRecording>> {
  if (phases.length === 0) return new Map();
  const paths = await listRecordings(folder).catch((cause: unknown) => {
    warn(cause);
    return [];
  });
  const share = Math.min(1, PHASES / phases.length);
  const beginnings = new Map<string, Beginning[]>();
  for (const path of paths) {
    const beginning = await beginningOf(path, share, warn);
    const phase = beginning.pieces[0]?.phase;
    if (phase !== undefined) beginnings.set(phase, [...(beginnings.get(phase) ?? []), beginning]);
  }
  const shown = phases.flatMap((phase) => {
    const own = beginnings.get(phase.id);
    return own ? [[phase.id, shownOf(own, phase, record.samples, share)] as const] : [];
  });
  return new Map(shown);
}

async function beginningOf(path: string, share: number, warn: (cause: unknown) => void): Promise<Beginning> {
  const pieces: Piece[] = [];
  let size = 0;
  try {
    for await (const piece of readRecording(path)) {
      if (!isShown(piece)) break;
      size += sizeOf(piece) / share;
      const isPast = piece.sample === undefined && piece.from >= STEPS;
      if (pieces.length > 0 && (isPast || size > 1)) return { pieces, isCut: true };
      pieces.push(piece);
    }
  } catch (cause) {
    warn(cause);
    return { pieces, isCut: true };
  }
  return { pieces, isCut: false };
}

/** Views show spikes and membranes. */
function isShown(piece: RecordedPiece): piece is Piece {
  return piece.kind === 'spikes' || (piece.kind === 'trace' && piece.variable === 'voltage');
}

/** Share of what is shown at most. */
function sizeOf(piece: Piece): number {
  return piece.kind === 'spikes' ? piece.times.length / SPIKES : piece.values.length / TRACED;
}

const stretchOf = ({ sample = -1, from }: Piece): string => `${sample}/${from}`;

/** The first stretches, as far as all recordings of a phase have been read and the room lasts. */
function shownOf(all: readonly Beginning[], phase: Phase, samples: number, share: number): ShownRecording {
  const longest = all.reduce((a, b) => (b.pieces.length > a.pieces.length ? b : a));
  const kept: Piece[] = [];
  let [room, stretches, isCut] = [share, 0, all.some((each) => each.isCut)];
  for (const stretch of longest.pieces.map(stretchOf)) {
    const pieces = all.map(({ pieces: own }) => own.find((piece) => stretchOf(piece) === stretch));
    const there = pieces.filter((piece) => piece !== undefined);
    const isWhole = all.every((each, k) => pieces[k] !== undefined || !each.isCut);
    room -= Math.max(
      there.filter(({ kind }) => kind === 'spikes').reduce((sum, piece) => sum + sizeOf(piece), 0),
      there.filter(({ kind }) => kind === 'trace').reduce((sum, piece) => sum + sizeOf(piece), 0),
    );
    if (stretches > 0 && (!isWhole || room < 0)) {
      isCut = true;
      break;
    }
    kept.push(...there);
    stretches++;
  }
  if (!isCut) return { pieces: kept };
  const last = kept.findLast(({ kind }) => kind === 'spikes') ?? kept.at(-1)!;
  const steps = last.kind === 'spikes' ? last.steps : last.values.length / Math.max(1, last.count);
  const told = phase.kind === 'run' ? { count: last.from + steps, of: phase.steps } : { count: stretches, of: samples };
  return { pieces: kept, told };
}
