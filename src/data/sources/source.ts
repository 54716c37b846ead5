/**
 * Which samples of a source, with a line for people. Every source has the halves `train` and `test`; the training half is
 * cut once more for those who choose hyper-parameters, so that they never look at a test sample.
 */
export const SPLITS = {
  train: 'all training samples',
  test: 'the test samples',
  fit: 'training samples without every fifth: to learn from while hyper-parameters are chosen',
  validation: 'every fifth training sample (index mod 5 = 4): to choose hyper-parameters by',
} as const;
export type Split = keyof typeof SPLITS;

/** The halves that a source itself has. */
export type SourceHalf = 'train' | 'test';

/** The half of the source that a split lies in. */
export function halfOf(split: Split): SourceHalf {
  return split === 'test' ? 'test' : 'train';
}

/** What every source is told. */
export interface SplitChoice {
  readonly split: Split;
}

/**
 * Where samples come from. Generated sources draw from the run's named streams, the two splits from different ones;
 * `samples` counts one split.
 */
export type DataSourceDescription =
  /** 1,797 handwritten digits, 8 x 8; every fifth is test (index mod 5 = 4). Embedded. Values 0..1. */
  | (SplitChoice & { readonly source: 'digits' })
  /**
   * The four points of exclusive or; `low` and `high` are the coordinates; both splits are the same. `point`: 0 for all
   * of them, 1 to 4 for that one alone.
   */
  | (SplitChoice & {
      readonly source: 'xor';
      readonly low: number;
      readonly high: number;
      readonly repeat: number;
      readonly point: number;
    })
  /** All patterns of `bits` bits with their parity; both splits are the same. */
  | (SplitChoice & { readonly source: 'parity'; readonly bits: number; readonly low: number; readonly high: number })
  | (SplitChoice & { readonly source: 'moons' | 'circles'; readonly samples: number; readonly noise: number })
  | (SplitChoice & {
      readonly source: 'spirals';
      readonly samples: number;
      readonly noise: number;
      readonly arms: number;
      readonly turns: number;
    })
  | (SplitChoice & {
      readonly source: 'blobs';
      readonly samples: number;
      readonly classes: number;
      readonly features: number;
      readonly spread: number;
    })
  /** Spike times on smooth random manifolds; every unit spikes exactly once. */
  | (SplitChoice & {
      readonly source: 'randman';
      readonly samples: number;
      readonly classes: number;
      readonly units: number;
      readonly dimensions: number;
      readonly smoothness: number;
    })
  /** A folder with MNIST's four IDX files, plain or gzip. `mnist` and `fashion` expect 28 x 28 and 10 classes. */
  | (SplitChoice & { readonly source: 'mnist' | 'fashion' | 'idx'; readonly dir: string })
  /** Numbers with a label column; `file` holds both splits, every `testEvery`-th row is test. */
  | (SplitChoice & {
      readonly source: 'csv';
      readonly file: string;
      readonly label: string;
      readonly header: boolean;
      readonly scale: number;
      readonly testEvery: number;
    });
/** One half of a source: what the sources themselves are asked for. */
export type HalfDescription = DataSourceDescription & { readonly split: SourceHalf };
export type DataSourceKind = DataSourceDescription['source'];

/** Every source with the defaults of its options and a line for people. An option without a default is required. */
export const DATA_SOURCES: {
  readonly [K in DataSourceKind]: {
    readonly summary: string;
    readonly defaults: Partial<Omit<DataSourceDescription & { source: K }, 'source' | 'split'>>;
  };
} = {
  digits: { summary: '1,797 handwritten digits, 8 x 8 (embedded)', defaults: {} },
  xor: { summary: 'exclusive or, four points', defaults: { low: 0, high: 1, repeat: 1, point: 0 } },
  parity: { summary: 'parity of n bits, all patterns', defaults: { bits: 4, low: 0, high: 1 } },
  moons: { summary: 'two interleaved half circles', defaults: { samples: 400, noise: 0.1 } },
  circles: { summary: 'a circle in a circle', defaults: { samples: 400, noise: 0.05 } },
  spirals: { summary: 'interleaved spiral arms', defaults: { samples: 400, noise: 0.05, arms: 2, turns: 1 } },
  blobs: { summary: 'Gaussian blobs', defaults: { samples: 400, classes: 3, features: 2, spread: 0.5 } },
  randman: {
    summary: 'spike times on smooth random manifolds, one spike a unit',
    defaults: { samples: 1000, classes: 10, units: 100, dimensions: 2, smoothness: 2 },
  },
  mnist: { summary: "a folder with MNIST's IDX files", defaults: {} },
  fashion: { summary: "a folder with Fashion-MNIST's IDX files", defaults: {} },
  idx: { summary: 'a folder with IDX files named as MNIST names them', defaults: {} },
  csv: {
    summary: 'a CSV file with a label column',
    defaults: { label: 'last', header: false, scale: 1, testEvery: 5 },
  },
};
