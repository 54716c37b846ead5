import type { StoredTensor } from '../record/stored-tensor.js';
import { arrayName } from './export-names.js';
import { gatherRecording } from './gather-recording.js';
import { indices } from './gatherer.js';
import type { DamageHearer } from './recorded-file.js';
import type { RecordedRun } from './recorded-run.js';
import type { StoredMetric } from './stored-metrics.js';

/**
 * Everything of a run as named arrays, in C order: what an NPZ and a safetensors file hold.
 *
 * | name                                             | type    | shape                                                  |
 * | ------------------------------------------------ | ------- | ------------------------------------------------------ |
 * | `dt`                                             | float64 | `[]`: seconds of a time step                           |
 * | `spikes/h1/times`, `…/units`                     | uint32  | `[spikes]`: in steps; of the test at the end of a run  |
 * | `spikes/h1/offsets`                              | uint32  | `[presentations + 1]`: p has `offsets[p] … [p + 1] − 1` |
 * | `spikes/h1/steps`, `…/samples`, `…/labels`       | uint32  | `[presentations]`                                      |
 * | `spikes/<phase>/h1/…`                            |         | the same of a phase; a free run has no samples         |
 * | `traces/<phase>/h1.voltage`                      | float32 | `[steps × units]`, presentations one below the other   |
 * | `traces/<phase>/h1.voltage/units`, `…/offsets`   | uint32  | which units; rows of each presentation                 |
 * | `courses/<phase>/weights/h1.weight`              | float64 | `[moments × its shape]`; `feedback` and `reward` alike |
 * | `courses/<phase>/weights/epoch`, `…/step`        | uint32  | `[moments]`                                            |
 * | `weights/h1.weight`                              | float64 | at the end, in the exchange layout `[out × in …]`      |
 * | `metrics/accuracy(test)`                         | float64 | `[measurements]`; of a phase `metrics/<phase>/…`       |
 * | `metrics/accuracy(test)/epoch`, `…/step`         | uint32  | `[measurements]`                                       |
 *
 * One recording at a time is held in memory; metrics and weights are small.
 */
export async function* exportedArrays(run: RecordedRun, damaged: DamageHearer): AsyncIterable<StoredTensor> {
  yield { name: 'dt', shape: [], values: Float64Array.of(run.dt) };
  for (const recording of run.recordings) yield* await gatherRecording(recording, damaged);
  for (const { name, shape, values } of run.weights?.tensors ?? [])
    yield { name: arrayName('weights', name), shape, values };
  yield* await metricArrays(run.metrics());
}

async function metricArrays(metrics: AsyncIterable<StoredMetric>): Promise<readonly StoredTensor[]> {
  const courses = new Map<string, StoredMetric[]>();
  for await (const metric of metrics) {
    const name = arrayName('metrics', metric.phase, `${metric.name}(${metric.split})`);
    const course = courses.get(name) ?? [];
    course.push(metric);
    courses.set(name, course);
  }
  return [...courses].flatMap(([name, course]) => [
    { name, shape: [course.length], values: Float64Array.from(course, ({ value }) => value) },
    indices(
      `${name}/epoch`,
      course.map(({ epoch }) => epoch),
    ),
    indices(
      `${name}/step`,
      course.map(({ step }) => step),
    ),
  ]);
}
