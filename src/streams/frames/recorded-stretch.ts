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
      /** What becomes of thresholds within the stretch; absent where they stay. */
      readonly later?: readonly LaterThresholds[];
    };
  };
}

/** A neuron whose membrane was recorded. */
interface RecordedNeuron extends NeuronPlace {
  /** At the first step; NaN where it is not known. */
  readonly threshold: number;
}

/** Thresholds of a layer that follow the first one. */
interface LaterThresholds {
  readonly layer: string;
  /** Steps of the stretch, ascending, and the threshold that holds from each of them on. */
  readonly steps: readonly number[];
  readonly thresholds: readonly number[];
}

/** The thresholds of a layer in some steps of a phase: at the first of them, and where it changes. */
export type ThresholdsIn = (
  phase: string,
  layer: string,
  span: { readonly from: number; readonly steps: number },
) => Omit<LaterThresholds, 'layer'> & { readonly threshold: number };

/** Pieces of one stretch. */
interface Pieces {
  readonly spikes: SpikePiece[];
  readonly traces: TracePiece[];
}

/** Stretches that pieces of recordings make together, in the order of their first pieces; numbers of a network are none. */
export function recordedStretches(
  pieces: readonly RecordedPiece[],
  thresholdsIn: ThresholdsIn,
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
  return [...stretches.values()].map((own) => stretchOf(own, thresholdsIn));
}

const stepsOf = (piece: SpikePiece | TracePiece): number =>
  piece.kind === 'spikes' ? piece.steps : piece.values.length / Math.max(1, piece.count);

function stretchOf({ spikes, traces }: Pieces, thresholdsIn: ThresholdsIn): RecordedStretch {
  const { phase, from, sample, label } = (spikes[0] ?? traces[0])!;
  const steps = Math.max(...[...spikes, ...traces].map(stepsOf));
  const later = new Map<string, LaterThresholds>();
  const neurons = traces.flatMap(({ layer, first, count }) => {
    const { threshold, ...changes } = thresholdsIn(phase, layer, { from, steps });
    if (changes.steps.length > 0) later.set(layer, { layer, ...changes });
    return Array.from({ length: count }, (_, k) => ({ layer, unit: first + k, threshold }));
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
      voltages: { neurons, values, ...(later.size > 0 ? { later: [...later.values()] } : {}) },
    },
  };
}
