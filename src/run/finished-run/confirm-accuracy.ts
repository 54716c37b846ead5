import { HeavisideError } from '../../core/heaviside-error.js';
import type { FinishedRun } from './finished-run.js';

/** Whether the network of a checkpoint answers as its run said; `why` says what stands against comparing them. */
export type Confirmation = { readonly confirmed: true } | { readonly confirmed: false; readonly why: string };

/**
 * Holds the accuracy of the reopened network on the test split against summary.json: they must be the same number.
 *
 * @param backend Where the network was reopened.
 * @throws HeavisideError `HV_RUN_MISMATCH`, kind `run`, with both, when they differ.
 */
export function confirmAccuracy({ stored }: FinishedRun, accuracy: number, backend: string): Confirmation {
  const { summary, checkpoint, path } = stored;
  if (!summary) return { confirmed: false, why: `the run has not ended: its checkpoint is "${checkpoint.reason}"` };
  if (summary.reason !== 'complete' || checkpoint.reason !== 'end')
    return { confirmed: false, why: 'the run was interrupted, its last test is older than its checkpoint' };
  const said = summary.metrics['accuracy(test)'];
  if (said === undefined) return { confirmed: false, why: 'its summary holds no accuracy(test)' };
  if (said === accuracy) return { confirmed: true };
  const elsewhere = backend === summary.backend ? '' : ` on ${summary.backend}`;
  const message = `${path}: the run said accuracy(test) ${said}${elsewhere}, but its checkpoint gives ${accuracy} on ${backend}`;
  const remedy =
    elsewhere === ''
      ? 'Data, scenario or checkpoint have changed since: run the scenario again.'
      : `Rounding differs between backends: use --backend ${summary.backend}.`;
  throw new HeavisideError('HV_RUN_MISMATCH', 'run', message, { remedy, facts: { path, backend } });
}
