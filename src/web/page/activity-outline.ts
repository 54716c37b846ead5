import type { RunStore } from '../view/run-store.js';

/** Which charts of activity have something to show, now or later. */
export interface ActivityOutline {
  readonly presentations: boolean;
  readonly spikes: boolean;
  readonly membranes: boolean;
  /** Why one of them has nothing; undefined when none is without. */
  readonly why: string | undefined;
}

const NOT_SHOWN =
  "There is no sample to show. A run that is complete or was stopped shows samples at its end, where the rule trains the scenario's own network; without the file that keeps them a report has none.";
/** Phases record what a scenario names, and nothing else. */
const NOT_RECORDED =
  'Nothing of its phases was recorded. A section record in the scenario keeps spikes and membranes of tests and free runs, for example record: { spikes: [h1], traces: { h1.voltage: "0:8" } }.';
const NO_SPIKES = 'No unit of this network spikes.';

/** What a run can show on the time axis, however long one waits. */
export function activityOutline(run: RunStore | undefined): ActivityOutline {
  const layers = run?.facts?.layers;
  if (!run || !layers) return { presentations: true, spikes: true, membranes: true, why: undefined };
  if (run.ended && run.presentations.length === 0)
    return { presentations: false, spikes: false, membranes: false, why: run.facts?.phases ? NOT_RECORDED : NOT_SHOWN };
  const spikes = layers.some((layer) => layer.spikes);
  const membranes = layers.some(({ membrane }) => membrane);
  return { presentations: true, spikes, membranes, why: spikes || membranes ? undefined : NO_SPIKES };
}
