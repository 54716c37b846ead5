import type { Backend, OpenRequest, Session } from '../backends/backend.js';
import { type ActiveNetwork, type ActivePoint, CLASSES } from './active-network.js';
import { inputActivity } from './random-spikes.js';
import { type StepSummary, timeInterleaved } from './step-times.js';

/** The products of a layer: work for each spike, or for each synapse. */
type Products = NonNullable<OpenRequest['products']>;

/** One network, measured. Counts are those of one training step. */
export interface ScaleRow extends ActivePoint, StepSummary {
  readonly inputActivity: number;
  readonly hiddenActivity: number;
  /** Spikes of inputs and hidden neurons, over samples and steps. */
  readonly spikes: number;
  /** Multiply-adds with an active input, forwards. */
  readonly synapticOperations: number;
}

/** A point with the request that puts it on a device. */
export interface PreparedPoint {
  readonly point: ActivePoint;
  readonly active: ActiveNetwork;
  readonly products?: Products;
}

/** Why the kernels of a backend cannot be compared; undefined when they can be chosen. */
export async function kernelsNotChosen(backend: Backend, { request }: ActiveNetwork): Promise<string | undefined> {
  for (const products of ['events', 'dense'] as const) {
    const asked = { ...request, products };
    const session = await backend.open(asked);
    const { device } = session;
    await session.close();
    if (device['products'] !== products) return `backend "${backend.name}" does not let its kernels be chosen`;
  }
  return undefined;
}

/** Measures points in turns: a step of each, round by round. */
export async function measurePoints(
  prepared: readonly PreparedPoint[],
  backend: Backend,
  repeat: number,
  clock: () => number,
): Promise<readonly ScaleRow[]> {
  const open: { readonly session: Session; readonly presentation: ActiveNetwork['presentation'] }[] = [];
  try {
    for (const { active, products } of prepared) {
      const request = products === undefined ? active.request : { ...active.request, products };
      const session = await backend.open(request);
      open.push({ session, presentation: active.presentation });
    }
    const summaries = await timeInterleaved(open, repeat, clock);
    const rows: ScaleRow[] = [];
    for (const [index, { point, active }] of prepared.entries()) {
      rows.push({ ...point, ...(await countsOf(open[index]!.session, point, active)), ...summaries[index]! });
    }
    return rows;
  } finally {
    for (const { session } of open) await session.close();
  }
}

async function countsOf(
  session: Session,
  { width, batch, timeSteps }: ActivePoint,
  { presentation: { input, steps } }: ActiveNetwork,
): Promise<Pick<ScaleRow, 'inputActivity' | 'hiddenActivity' | 'spikes' | 'synapticOperations'>> {
  await session.begin({ batch, learn: false });
  const { spikes } = await session.simulate({ steps, input });
  const values = timeSteps * batch * width;
  const active = inputActivity(input, width);
  const [fromInput, fromHidden] = [Math.round(active * values), spikes['h1']!];
  return {
    inputActivity: Number(active.toFixed(4)),
    hiddenActivity: Number((fromHidden / values).toFixed(4)),
    spikes: fromInput + fromHidden,
    synapticOperations: fromInput * width + fromHidden * CLASSES,
  };
}
