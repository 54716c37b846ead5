import type { Shape } from '../core/shape.js';
import type { DataSet } from './data-set.js';
import { type DataSourceDescription, type HalfDescription, halfOf } from './sources/source.js';
import { partCount } from './training-part.js';

/** What is known of a split before it is loaded. */
export interface SourceShape {
  readonly shape: Shape;
  readonly classes: number;
  /** Samples of the split; absent when only the file knows. */
  readonly count?: number;
  readonly samples: DataSet['samples']['kind'];
}

/**
 * Shape, classes and count of a split without loading it; `undefined` when only the file knows (`idx`, `csv`).
 * Options are taken as they are, not checked.
 */
export function sourceShape(source: DataSourceDescription): SourceShape | undefined {
  const { split } = source;
  const half = halfShape({ ...source, split: halfOf(split) });
  if (half?.count === undefined || split === 'train' || split === 'test') return half;
  return { ...half, count: partCount(half.count, split) };
}

function halfShape(source: HalfDescription): SourceShape | undefined {
  switch (source.source) {
    case 'digits':
      return { shape: [1, 8, 8], classes: 10, count: source.split === 'train' ? 1438 : 359, samples: 'values' };
    case 'xor':
      return { shape: [2], classes: 2, count: (source.point === 0 ? 4 : 1) * source.repeat, samples: 'values' };
    case 'parity':
      return { shape: [source.bits], classes: 2, count: 2 ** source.bits, samples: 'values' };
    case 'moons':
    case 'circles':
      return { shape: [2], classes: 2, count: source.samples, samples: 'values' };
    case 'spirals':
      return { shape: [2], classes: source.arms, count: source.samples, samples: 'values' };
    case 'blobs':
      return { shape: [source.features], classes: source.classes, count: source.samples, samples: 'values' };
    case 'randman':
      return { shape: [source.units], classes: source.classes, count: source.samples, samples: 'spikes' };
    case 'mnist':
    case 'fashion':
      return { shape: [1, 28, 28], classes: 10, samples: 'values' };
    case 'idx':
    case 'csv':
      return undefined;
  }
}
