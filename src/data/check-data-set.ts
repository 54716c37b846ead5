import { HeavisideError } from '../core/heaviside-error.js';
import { sizeOf } from '../core/shape.js';
import type { DataSet, SampleSpikes, SampleValues } from './data-set.js';

function refuse(code: string, message: string, facts: Record<string, string | number>, remedy?: string): never {
  throw new HeavisideError(code, 'usage', message, remedy === undefined ? { facts } : { facts, remedy });
}

function checkLength(name: string, what: string, expected: number, got: number): void {
  if (expected === got) return;
  refuse('HV_DATA_COUNT', `${name}: expected ${expected} ${what}, got ${got}`, { name, what, expected, got });
}

function checkLabels({ name, classes, labels }: DataSet): void {
  const sample = labels.findIndex((label) => label < 0 || label >= classes);
  if (sample < 0) return;
  const label = labels[sample]!;
  const message = `${name}: sample ${sample}: expected a label in 0..${classes - 1}, got ${label}`;
  refuse('HV_DATA_LABEL_RANGE', message, { name, sample, label, classes }, 'Number the classes from 0 without gaps.');
}

function checkValues({ name, shape, count }: DataSet, { values }: SampleValues): void {
  const size = sizeOf(shape);
  checkLength(name, `values (${count} samples of ${size})`, count * size, values.length);
  const at = values.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  const [sample, feature, value] = [Math.floor(at / size), at % size, String(values[at])];
  const message = `${name}: sample ${sample}, feature ${feature}: expected a finite number, got ${value}`;
  refuse('HV_DATA_NOT_FINITE', message, { name, sample, feature, value }, 'Remove or repair this sample.');
}

function checkSpikeTrains({ name, shape, count }: DataSet, { offsets, times, units }: SampleSpikes): void {
  const size = sizeOf(shape);
  checkLength(name, 'offsets (one more than samples)', count + 1, offsets.length);
  checkLength(name, 'spike times (the last offset)', offsets[count]!, times.length);
  checkLength(name, 'spiking units (one a spike time)', times.length, units.length);
  const disordered = offsets.findIndex((from, sample) => sample < count && from > offsets[sample + 1]!);
  if (disordered >= 0) {
    const [from, to] = [offsets[disordered]!, offsets[disordered + 1]!];
    const message = `${name}: sample ${disordered}: expected ascending offsets, got ${from} before ${to}`;
    refuse('HV_DATA_SPIKE_ORDER', message, { name, sample: disordered, from, to });
  }
  for (let sample = 0; sample < count; sample++) {
    const [from, to] = [offsets[sample]!, offsets[sample + 1]!];
    for (let event = from; event < to; event++) {
      const [time, unit, before] = [times[event]!, units[event]!, event === from ? 0 : times[event - 1]!];
      const where = `${name}: sample ${sample}, spike ${event - from}`;
      if (!(time >= 0 && time < 1)) {
        const message = `${where}: expected a time in [0, 1), got ${time}`;
        refuse('HV_DATA_SPIKE_TIME', message, { name, sample, time: String(time) });
      }
      if (time < before) {
        const message = `${where}: expected times in ascending order, got ${time} after ${before}`;
        refuse('HV_DATA_SPIKE_ORDER', message, { name, sample, time, before });
      }
      if (unit >= size) {
        const message = `${where}: expected a unit in 0..${size - 1}, got ${unit}`;
        refuse('HV_DATA_SPIKE_UNIT', message, { name, sample, unit, size });
      }
    }
  }
}

/**
 * Returns the data set when everything in it may be believed: at least one sample, counts that agree, labels in
 * 0..classes−1, finite values, spike times sorted and in [0, 1).
 *
 * @throws HeavisideError `HV_DATA_EMPTY`, `HV_DATA_COUNT`, `HV_DATA_LABEL_RANGE`, `HV_DATA_NOT_FINITE`,
 *   `HV_DATA_SPIKE_TIME`, `HV_DATA_SPIKE_ORDER`, `HV_DATA_SPIKE_UNIT`; each names the first offending sample.
 */
export function checkDataSet(dataSet: DataSet): DataSet {
  const { name, count, labels, samples } = dataSet;
  if (count < 1) {
    refuse('HV_DATA_EMPTY', `${name}: expected at least 1 sample, got ${count}`, { name, count }, 'Name other data.');
  }
  checkLength(name, 'labels (one a sample)', count, labels.length);
  checkLabels(dataSet);
  if (samples.kind === 'values') checkValues(dataSet, samples);
  else checkSpikeTrains(dataSet, samples);
  return dataSet;
}
