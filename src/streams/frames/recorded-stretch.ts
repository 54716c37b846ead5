import type { RecordedPiece, SpikePiece, TracePiece } from '../../record/recording.js';
import type { LayerSpikes, NeuronPlace } from '../../run/watch/look.js';

/** What a phase recorded in some steps of a free run, or of the presentation of one test sample. */
export interface RecordedStretch {
  readonly phase: string;
  /** First step, of the phase or of the presentation. */
  readonly from: number;
  /** Index of the sample that was shown, with its label; absent in a free run. */
  readonly sample?: number;
  readonly label?: number;
  readonly look: {
    readonly steps: number;
    /** Times count from the stretch's first step. */
    readonly spikes: readonly LayerSpikes[];
    /** Membrane after each step, `[neurons × steps]`. */
    readonly voltages: {
      readonly neurons: readonly RecordedNeuron[];
      readonly values: Float32Array;
    };
  };
}

/** A neuron whose membrane was recorded. */
export interface RecordedNeuron extends NeuronPlace {
  /** At the first step; NaN where it is not known. */
  readonly threshold: number;
  /** Later ones, with the step of the stretch from which each holds. */
  readonly later?: readonly { readonly step: number; readonly threshold: number }[];
}

/** The threshold of a layer at the first of some steps of a phase, and those that follow within them. */
export type ThresholdAt = (
  phase: string,
  layer: string,
  span: { readonly from: number; readonly steps: number },
) => Pick<RecordedNeuron, 'threshold' | 'later'>;

/** Pieces of one stretch. */
interface Pieces {
  readonly spikes: SpikePiece[];
  readonly traces: TracePiece[];
}

/** Stretches that pieces of recordings make together, in the order of their first pieces; numbers of a network are none. */
export function recordedStretches(
  pieces: readonly RecordedPiece[],
  thresholdAt: ThresholdAt,
): readonly RecordedStretch[] {
  const stretches = new Map<string, Pieces>();
  for (const piece of pieces) {
    if (piece.kind !== 'spikes' && piece.kind !== 'trace') continue;
    if (piece.kind === 'trace' && piece.variable !== 'voltage') continue;
    const key = JSON.stringify([piece.phase, piece.sample ?? null, piece.from]);
    const own = stretches.get(key) ?? { spikes: [], traces: [] };
    stretches.set(key, own);
    if (piece.kind === 'spikes') own.spikes.push(piece);
    else own.traces.push(piece);
  }
  return [...stretches.values()].map((own) => stretchOf(own, thresholdAt));
}

const stepsOf = (piece: SpikePiece | TracePiece): number =>
  piece.kind === 'spikes' ? piece.steps : piece.values.length / Math.max(1, piece.count);

function stretchOf({ spikes, traces }: Pieces, thresholdAt: ThresholdAt): RecordedStretch {
  const { phase, from, sample, label } = (spikes[0] ?? traces[0])!;
  const steps = Math.max(...[...spikes, ...traces].map(stepsOf));
  const neurons = traces.flatMap(({ layer, first, count }) => {
    const thresholds = thresholdAt(phase, layer, { from, steps });
    return Array.from({ length: count }, (_, k) => ({ layer, unit: first + k, ...thresholds }));
  });
  const values = new Float32Array(neurons.length * steps).fill(Number.NaN);
  let row = 0;
  for (const trace of traces)
    for (let k = 0; k < trace.count; k++, row++)
      for (let step = 0; step < stepsOf(trace); step++)
        values[row * steps + step] = trace.values[step * trace.count + k]!;
  return {
    ...{ phase, from },
    ...(sample === undefined ? {} : { sample }),
    ...(label === undefined ? {} : { label }),
    look: {
      steps,
      spikes: spikes.map(({ layer, times, units }) => ({ layer, times: times.map((time) => time - from), units })),
      voltages: { neurons, values },
    },
  };
}
