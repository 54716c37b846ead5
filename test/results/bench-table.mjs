// Markdown tables from what `heaviside bench` prints; losses are rows like any other.

const ms = (value) => value.toFixed(value < 10 ? 2 : 1);
const percent = (share) => `${(100 * share).toFixed(1)} %`;
const line = (cells) => `| ${cells.join(' | ')} |`;
const table = (head, rows) => [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
const machine = ({ engine, node, cpu, platform, date }) => `${engine}, node ${node}, ${cpu}, ${platform}, ${date}.`;

/** Median with p10-p90 of some numbers. */
function spread(values, quantile, text) {
  const [low, middle, high] = [0.1, 0.5, 0.9].map((share) => text(quantile(values, share)));
  return `${middle} (${low}–${high})`;
}

function verdict(ratio, floor) {
  if (ratio < 1) return 'slower';
  return ratio < floor ? 'faster, floor missed' : 'met';
}

/**
 * What one configuration showed: medians over the rounds of the medians of each side, and their ratio.
 *
 * @param measured `{ config, ours, baseline, failed }`: results of each round in order, or why there are none.
 */
export function baselineSummary({ config, ours, baseline, failed }, quantile) {
  if (failed !== undefined) return { ...config, failed };
  const [mine, theirs] = [ours, baseline].map((results) => results.map(({ medianMs }) => medianMs));
  const [oursMs, baselineMs] = [mine, theirs].map((times) => quantile(times, 0.5));
  const ratio = baselineMs / oursMs;
  return { ...config, oursMs, baselineMs, ratio, verdict: verdict(ratio, config.floor) };
}

/** The table of Heaviside against the dense baseline. */
export function baselineTable(measurements, quantile) {
  const head = ['network', 'time steps', 'batch', 'input', 'Heaviside, ms', 'PyTorch, ms', 'ratio', 'floor', ''];
  const rows = measurements.map((measured) => {
    const { net, timeSteps, batch, input, floor, ratio, failed, verdict: word } = baselineSummary(measured, quantile);
    const where = [net, timeSteps, batch, input];
    if (failed !== undefined) return [...where, '', '', '', floor, `failed: ${failed}`];
    const [mine, theirs] = [measured.ours, measured.baseline].map((results) => results.map((one) => one.medianMs));
    const paired = theirs.map((time, round) => time / mine[round]);
    const [low, high] = [0.1, 0.9].map((share) => quantile(paired, share).toFixed(2));
    const times = [mine, theirs].map((values) => spread(values, quantile, ms));
    return [...where, ...times, `${ratio.toFixed(2)} (${low}–${high})`, floor, word];
  });
  return table(head, rows);
}

/** Accuracies and spike rates beside it: both sides must have learned about the same. */
export function learnedTable(measurements, quantile) {
  const head = ['network', 'input', 'accuracy', 'accuracy, PyTorch', 'spike rates', 'spike rates, PyTorch'];
  const rates = (results) => results[0].spikeRates.map(percent).join(', ');
  const accuracy = (results) =>
    percent(
      quantile(
        results.map((one) => one.accuracy),
        0.5,
      ),
    );
  const rows = measurements
    .filter(({ failed }) => failed === undefined)
    .map(({ config, ours, baseline }) => {
      return [config.net, config.input, accuracy(ours), accuracy(baseline), rates(ours), rates(baseline)];
    });
  return table(head, rows);
}

const TIMES = ['forwardMs', 'feedbackMs', 'updateMs'];
const TIME_HEADS = ['forward, ms', 'feedback, ms', 'update, ms', 'step, ms'];
const timeCells = (row) => [
  ...TIMES.map((part) => ms(row[part])),
  `${ms(row.medianMs)} (${ms(row.p10Ms)}–${ms(row.p90Ms)})`,
];

/** Some `bench step` results, one row each. */
export function stepTable(results) {
  const head = ['network', 'time steps', 'batch', 'input', 'backend', 'threads', ...TIME_HEADS, 'accuracy', 'spikes'];
  const rows = results.map((result) => {
    const input = result.rateInput === 0 ? 'currents' : `spikes, gain ${result.rateInput}`;
    const where = [result.net, result.timeSteps, result.batch, input, result.backend, result.threads];
    return [...where, ...timeCells(result), percent(result.accuracy), result.spikeRates.map(percent).join(', ')];
  });
  return `${table(head, rows)}\n\n${machine(results[0])}`;
}

const VARIED = {
  activity: ['activity', percent],
  width: ['width', String],
  timeSteps: ['time steps', String],
  batch: ['batch', String],
};

/** A `bench scale` result: a table for each thing that varies, and one for the kernels. */
export function scaleTable(result) {
  const sweeps = result.sweeps.map(({ vary, rows, against, growth }) => {
    const [label, text] = VARIED[vary];
    const head = [label, 'hidden activity', 'spikes', 'synaptic operations', ...TIME_HEADS];
    const cells = rows.map((row) => {
      return [text(row[vary]), percent(row.hiddenActivity), row.spikes, row.synapticOperations, ...timeCells(row)];
    });
    const work = against === 'spikes' ? 'spikes' : 'synaptic operations';
    const words = growth
      ? `\n\nThe step grows as ${work} to the power of ${growth.exponent.toFixed(2)}; between any two rows at most ${growth.largestExcess.toFixed(2)} times as much as they do.`
      : '';
    return table(head, cells) + words;
  });
  const { crossover, backend, base } = result;
  const kernels =
    'skipped' in crossover
      ? `Event against dense kernels: skipped, ${crossover.skipped}.`
      : `${table(
          ['activity', 'event kernels, ms', 'dense kernels, ms', 'dense / events'],
          crossover.rows.map(({ activity, eventsMs, denseMs }) => {
            return [percent(activity), ms(eventsMs), ms(denseMs), (denseMs / eventsMs).toFixed(2)];
          }),
        )}\n\nDense kernels are ${crossover.at === undefined ? 'nowhere faster' : `faster from ${percent(crossover.at)} on`}.`;
  const setting = `Backend ${backend}; ${base.width}-${base.width}-10, ${percent(base.activity)} active, ${base.timeSteps} time steps, batch ${base.batch} unless varied.`;
  return [setting, ...sweeps, kernels, machine(result)].join('\n\n');
}

/** A `bench backends` result. */
export function backendsTable(result) {
  const facts = (device) =>
    Object.entries(device)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ');
  const head = ['network', 'backend', ...TIME_HEADS, 'times fastest', 'device'];
  const rows = result.rows.map((row) => {
    return [row.net, row.backend, ...timeCells(row), row.timesFastest.toFixed(2), facts(row.device)];
  });
  const skipped = result.skipped.map(({ net, backend, reason }) => `- ${backend} on ${net}: skipped, ${reason}`);
  const setting = `${result.timeSteps} time steps, batch ${result.batch}, threads asked for: ${result.threadsAsked}.`;
  return [table(head, rows), skipped.join('\n'), setting, machine(result)].filter((part) => part !== '').join('\n\n');
}

/** A `bench memory` result. */
export function memoryTable(result) {
  const head = ['epoch', 'seconds', 'test accuracy', 'resident, MB', 'peak, MB'];
  const rows = result.rows.map(({ epoch, seconds, accuracy, residentMB, peakMB }) => {
    return [epoch, seconds.toFixed(2), percent(accuracy), residentMB.toFixed(1), peakMB.toFixed(1)];
  });
  const words = `${result.net} on ${result.backend}: peak ${result.peakMB} MB, ${result.growthMB} MB more than after epoch 2; an epoch takes ${result.epochSeconds} s.`;
  return [table(head, rows), words, machine(result)].join('\n\n');
}
