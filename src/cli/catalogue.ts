import type { DeviceFacts } from '../backends/backend.js';
import { SURROGATES } from '../core/gradients/gradient-rule.js';
import { LOSSES } from '../core/losses/loss.js';
import { NEURONS } from '../core/neurons/neuron.js';
import { OPTIMIZERS, SCHEDULES } from '../core/optimizers/optimizer.js';
import { REWARDS } from '../core/rewards/reward.js';
import { ENCODERS } from '../data/encoders/encoder.js';
import { DATA_SOURCES, SPLITS } from '../data/sources/source.js';
import { LEARN_RULES } from '../scenario/form/learn-form.js';
import { METRICS } from '../scenario/metrics.js';
import type { CliDependencies } from './cli-dependencies.js';

/** One thing that a scenario or the command line can name. */
export interface CatalogueEntry {
  readonly name: string;
  readonly summary: string;
  /** Of back ends only. */
  readonly available?: boolean;
  readonly reason?: string;
  readonly device?: DeviceFacts;
}

export const TOPICS = [
  'neurons',
  'rules',
  'rewards',
  'losses',
  'surrogates',
  'encoders',
  'data',
  'splits',
  'backends',
  'optimizers',
  'schedules',
  'metrics',
] as const;
export type Topic = (typeof TOPICS)[number];

function entries(table: Readonly<Record<string, string | { readonly summary: string }>>): CatalogueEntry[] {
  return Object.entries(table).map(([name, line]) => ({
    name,
    summary: typeof line === 'string' ? line : line.summary,
  }));
}

/** Everything of one topic, in the order in which it is defined. */
export async function catalogue(
  topic: Topic,
  { listBackends }: Pick<CliDependencies, 'listBackends'>,
): Promise<readonly CatalogueEntry[]> {
  const tables = {
    neurons: NEURONS,
    rules: LEARN_RULES,
    losses: LOSSES,
    surrogates: SURROGATES,
    rewards: REWARDS,
    encoders: ENCODERS,
    data: DATA_SOURCES,
    splits: SPLITS,
    optimizers: OPTIMIZERS,
    schedules: SCHEDULES,
    metrics: METRICS,
  };
  return topic === 'backends' ? listBackends() : entries(tables[topic]);
}
