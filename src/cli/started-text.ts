import type { MeasuredBackend, SkippedBackend } from '../backends/choosing/chosen-backend.js';
import type { BackendChoice, RunEvent } from '../run/run-event.js';
import { countText, valueText } from '../streams/text/number-text.js';
import { deviceText } from './device-text.js';

/** Longest reason on this line; the manifest has it in full. */
const REASON = 80;

/** What is about to run: size of the task, its phases where there are any, and the back end with what it runs on and why. */
export function startedText(started: Extract<RunEvent, { kind: 'run-started' }>): string {
  const { name, seed, backend, parameters, layers, trainSamples, testSamples, phases } = started;
  const sizes = layers.map(({ size }) => size).join('-');
  const samples = `${countText(trainSamples)} samples to learn from, ${countText(testSamples)} to test`;
  return [
    `${name}: layers ${sizes}, ${countText(parameters)} parameters, ${samples}, seed ${seed}`,
    ...(phases ? [`phases ${phases.map(({ id, type }) => `${id} (${type})`).join(', ')}`] : []),
    `backend ${backendText(backend)}\n`,
  ].join('\n');
}

/** Facts that tell machines apart; the manifest has all of them. */
const TOLD = ['threads', 'adapter'];

function backendText({ asked, chosen, why, measured = [], skipped, device }: BackendChoice): string {
  const on = deviceText(Object.fromEntries(Object.entries(device).filter(([name]) => TOLD.includes(name))));
  const because = [
    `asked: ${asked}`,
    ...(measured.length > 0
      ? [`${why === 'remembered' ? 'measured earlier' : 'measured'}: ${timesText(measured)}`]
      : []),
    ...skipped.filter(isTold).map(({ name, reason }) => `not ${name}: ${shortened(reason)}`),
  ];
  return `${chosen}${on === '' ? '' : `, ${on}`} (${because.join(', ')})`;
}

/** Those that the table passed over were never an option, and the times say who was slower. */
function isTold({ because }: SkippedBackend): boolean {
  return because !== 'table' && because !== 'slower';
}

function timesText(measured: readonly MeasuredBackend[]): string {
  return measured.map(({ name, seconds }) => `${name} ${valueText(1000 * seconds)} ms a step`).join(', ');
}

function shortened(reason: string): string {
  const [line = ''] = reason.split('\n', 1);
  return line.length > REASON ? `${line.slice(0, REASON - 1)}…` : line;
}
