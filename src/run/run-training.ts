import { checkExpectations } from './check-expectations.js';
import { readingsOfMetrics } from './expectations/readings.js';
import { hearingLearner } from './heard-presentation.js';
import { recordSpikes } from './record-spikes.js';
import { recordTraces } from './record-traces.js';
import { NOW, storedCuts } from './resume/stored-cuts.js';
import type { RunEvent } from './run-event.js';
import type { RunStanding } from './run-standing.js';
import type { TrainingCourse } from './training-course.js';
import { sampleLooks } from './watch/sample-looks.js';
import { weigh } from './weigh.js';

/**
 * A run that is a single training, in two parts that follow each other: all its epochs, then what a complete run tells of the
 * network that it has trained. Not one generator around both, which would cost microseconds for each batch.
 */
export function* runTraining(standing: RunStanding): Generator<AsyncGenerator<RunEvent, void, void>> {
  const { task, run } = standing;
  run.learner = hearingLearner(run.learner, run.plan);
  standing.keepBesides(async () => {
    const cuts = run.learner.cuts?.();
    // Also of neurons that were all given back: what is kept of them is a part of later checkpoints.
    return cuts && cuts.silenced.size > 0 ? storedCuts(cuts, NOW) : {};
  });
  const course = standing.course({ task, phase: 'train', streams: '', before: { epoch: 0, step: 0 } });
  yield course.events();
  yield endOfTraining(standing, course);
}

async function* endOfTraining(standing: RunStanding, course: TrainingCourse): AsyncGenerator<RunEvent, void, void> {
  const { task } = standing;
  const interrupted = standing.stopped;
  // First of all: what was learned must not be lost to trouble with the recording.
  yield await standing.checkpoint(interrupted ? 'interrupted' : 'end');
  let { metrics } = course.position;
  if (interrupted) {
    if (course.position.histogramsAt < course.position.step) yield await course.histograms();
    yield* lookAtSamples(standing);
  } else {
    yield* recorded(standing);
    yield* lookAtSamples(standing);
    metrics = { ...metrics, ...(yield* weigh(standing.run, task.test.prune, course.pass())) };
  }
  yield {
    kind: 'run-ended',
    reason: interrupted ? 'interrupted' : 'complete',
    epochs: course.position.epochsDone,
    metrics,
    expect: interrupted ? [] : checkExpectations(task, readingsOfMetrics(metrics)),
    seconds: standing.seconds,
  };
}

/** Samples at the end, or one of a run that was stopped: whoever stopped it waits for it. */
async function* lookAtSamples({ watching, task, run, signal }: RunStanding): AsyncGenerator<RunEvent, void, void> {
  const looks = await watching.showing(() => sampleLooks(task, run, signal));
  if (looks) yield { kind: 'samples-looked', looks };
}

async function* recorded({ task, run }: RunStanding): AsyncGenerator<RunEvent, void, void> {
  const { spikes, samples } = task.record;
  if (spikes.length > 0) {
    const wanted = { spikes, samples, batch: task.test.batch };
    const records = await recordSpikes(run.learner, run.test, wanted, run.streams.fresh('encode/test'));
    yield { kind: 'spikes-recorded', split: 'test', records };
  }
  yield* recordTraces(task, run);
}
