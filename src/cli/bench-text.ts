import type { BackendsResult } from '../bench/bench-backends.js';
import type { MemoryResult } from '../bench/bench-memory.js';
import type { ScaleResult, ScaleSweep } from '../bench/bench-scale.js';
import type { StepResult } from '../bench/bench-step.js';
import type { Varied } from '../bench/scale-options.js';
import type { ResultHead } from '../bench/surroundings.js';
import { countText, percentText } from '../streams/text/number-text.js';
import { columnsText } from './result-text.js';

const timeText = (milliseconds: number): string => milliseconds.toFixed(milliseconds < 10 ? 3 : 1);
const ratesText = (rates: readonly number[]): string => rates.map(percentText).join(', ');

function factsText(facts: Readonly<Record<string, string | number>>): string {
  return Object.entries(facts)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

function machineText({ engine, node, cpu, platform, date }: ResultHead): string {
  return `${engine}, node ${node}, ${cpu}, ${platform}, ${date}\n`;
}

const skippedText = (rows: readonly { readonly name: string; readonly reason: string }[]): string =>
  rows.map(({ name, reason }) => `skipped ${name}: ${reason}\n`).join('');

/** `bench step` as people read it. */
export function stepText(result: StepResult): string {
  const { net, timeSteps, batch, data, rateInput, rule, backend, device, accuracy, tested, repeat } = result;
  const input = rateInput === 0 ? 'constant currents' : `spikes, gain ${rateInput}`;
  const rows = [
    ['network', `${net}, ${timeSteps} time steps, batch ${batch}`],
    ['data', `${data}, ${input}`],
    ['rule', rule],
    ['backend', `${backend} (${factsText(device)})`],
    ['accuracy', `${percentText(accuracy)} of ${tested} test samples`],
    ['spike rates', ratesText(result.spikeRates)],
    ['forward', `${timeText(result.forwardMs)} ms`],
    ['feedback', `${timeText(result.feedbackMs)} ms`],
    ['update', `${timeText(result.updateMs)} ms`],
    ['step', `${timeText(result.medianMs)} ms (p10 ${timeText(result.p10Ms)}, p90 ${timeText(result.p90Ms)})`],
    ['measured', `medians of ${repeat} steps`],
  ];
  return `${columnsText(rows)}${skippedText(result.skipped)}${machineText(result)}`;
}

const VARIED: { readonly [V in Varied]: readonly [label: string, text: (value: number) => string] } = {
  activity: ['activity', percentText],
  width: ['width', countText],
  timeSteps: ['time steps', countText],
  batch: ['batch', countText],
};

function sweepText({ vary, rows, against, growth }: ScaleSweep): string {
  const [label, text] = VARIED[vary];
  const head = [label, 'hidden', 'spikes', 'operations', 'forward', 'feedback', 'update', 'step', 'p10', 'p90'];
  const cells = rows.map((row) => [
    text(row[vary]),
    percentText(row.hiddenActivity),
    countText(row.spikes),
    countText(row.synapticOperations),
    ...[row.forwardMs, row.feedbackMs, row.updateMs, row.medianMs, row.p10Ms, row.p90Ms].map(timeText),
  ]);
  const work = against === 'spikes' ? 'spikes' : 'synaptic operations';
  const line = growth
    ? `step grows as ${work} to the power of ${growth.exponent.toFixed(2)}; at most ${growth.largestExcess.toFixed(2)} times as fast as they do\n`
    : '';
  const columns = head.map((_, column) => column);
  return `${columnsText([head, ...cells], columns)}${line}`;
}

function crossoverText({ crossover }: ScaleResult): string {
  if ('skipped' in crossover) return `event against dense kernels: skipped, ${crossover.skipped}\n`;
  const rows = crossover.rows.map((row) => [
    percentText(row.activity),
    timeText(row.eventsMs),
    timeText(row.denseMs),
    (row.denseMs / row.eventsMs).toFixed(2),
  ]);
  const where =
    crossover.at === undefined
      ? 'event kernels are faster throughout\n'
      : `dense kernels are faster from ${percentText(crossover.at)} on\n`;
  return `${columnsText([['activity', 'events', 'dense', 'dense / events'], ...rows], [0, 1, 2, 3])}${where}`;
}

/** `bench scale` as people read it; times in milliseconds. */
export function scaleText(result: ScaleResult): string {
  const { width, activity, timeSteps, batch } = result.base;
  const head = `backend ${result.backend}: ${width}-${width}-10, ${percentText(activity)} active, ${timeSteps} time steps, batch ${batch}; times in ms\n`;
  const parts = [...result.sweeps.map(sweepText), crossoverText(result)];
  return `${head}\n${parts.join('\n')}\n${skippedText(result.skipped)}${machineText(result)}`;
}

/** `bench backends` as people read it; times in milliseconds. */
export function backendsText(result: BackendsResult): string {
  const head = ['network', 'backend', 'forward', 'feedback', 'update', 'step', 'p10', 'p90', 'times fastest', 'device'];
  const rows = result.rows.map((row) => [
    row.net,
    row.backend,
    ...[row.forwardMs, row.feedbackMs, row.updateMs, row.medianMs, row.p10Ms, row.p90Ms].map(timeText),
    row.timesFastest.toFixed(2),
    factsText(row.device),
  ]);
  const skipped = skippedText(
    result.skipped.map(({ net, backend, reason }) => ({ name: `${backend}, ${net}`, reason })),
  );
  return `${columnsText([head, ...rows], [2, 3, 4, 5, 6, 7, 8])}${skipped}${machineText(result)}`;
}

/** `bench memory` as people read it. */
export function memoryText(result: MemoryResult): string {
  const head = ['epoch', 'seconds', 'accuracy', 'resident MB', 'peak MB'];
  const rows = result.rows.map(({ epoch, seconds, accuracy, residentMB, peakMB }) => [
    String(epoch),
    seconds.toFixed(2),
    percentText(accuracy),
    residentMB.toFixed(1),
    peakMB.toFixed(1),
  ]);
  const { net, backend, peakMB, growthMB, epochSeconds } = result;
  const line = `${net} on ${backend}: peak ${peakMB} MB, ${growthMB} MB more than after epoch 2; an epoch takes ${epochSeconds} s\n`;
  return `${columnsText([head, ...rows], [0, 1, 2, 3, 4])}${line}${machineText(result)}`;
}
