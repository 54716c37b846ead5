import type { DeviceFacts } from '../backend.js';

/**
 * Synapse visits of a training step from which a graphics card is worth comparing: an event kernel on one core needs
 * about 3 ms for so many (10^11 dense-equivalent visits a second), which is what a card needs to be started and read back.
 */
const WORTH_A_CARD = 2 ** 28;

/** Backends that may win on large networks only. */
const CARDS: readonly string[] = ['webgpu', 'webgl2'];

/**
 * Backends that visit every synapse on a CPU, or do so in float64: `events` is faster at every size. The best comes
 * first; they run when nothing better can.
 */
const LAST_RESORTS: readonly string[] = ['webasm', 'reference', 'cpu'];

const SOFTWARE_ADAPTER = /swiftshader|llvmpipe|lavapipe|softpipe|softwarerasterizer|basic render|software/i;

/**
 * Why the stored table passes a backend over for a network of this size; undefined when it is worth comparing. One that
 * the table does not know always is.
 *
 * @param work Synapse visits of a training step.
 */
export function notWorth(name: string, work: number): string | undefined {
  if (LAST_RESORTS.includes(name)) return 'runs only where nothing faster can';
  if (!CARDS.includes(name) || work >= WORTH_A_CARD) return undefined;
  const counts = [WORTH_A_CARD, Math.round(work)].map((count) => count.toLocaleString('en-US'));
  return `worth it from ${counts[0]} synapse visits a training step, this network has ${counts[1]}`;
}

/** Why a device is not what its interface promises: a graphics card that is a program. Undefined: nothing known. */
export function softwareAdapter(device: DeviceFacts | undefined): string | undefined {
  const adapter = device?.['adapter'];
  if (typeof adapter !== 'string' || !SOFTWARE_ADAPTER.test(adapter)) return undefined;
  return `its adapter "${adapter}" is software, not a graphics card`;
}

/** The order in which backends that the table passed over are tried when no other can run. */
export function byLastResort(one: { readonly name: string }, other: { readonly name: string }): number {
  const rank = (name: string): number =>
    LAST_RESORTS.includes(name) ? LAST_RESORTS.indexOf(name) : LAST_RESORTS.length;
  return rank(one.name) - rank(other.name);
}

/** What `auto` would do here, by size of the network. */
export interface AutoPlan {
  /** The backends that it takes for most networks: the first of those that can run, compared when there are more. */
  readonly usual: readonly string[];
  /** Compared with the usual ones on larger networks. */
  readonly large: readonly string[];
  /** Synapse visits of a training step from which a network is large. */
  readonly largeFrom: number;
}

/** What `auto` would do on a machine on which these backends can run. */
export function autoPlan(available: readonly { readonly name: string; readonly device?: DeviceFacts }[]): AutoPlan {
  const worth = (work: number): readonly string[] =>
    available
      .filter(({ name, device }) => notWorth(name, work) === undefined && softwareAdapter(device) === undefined)
      .map(({ name }) => name);
  const lastResort = [...available].sort(byLastResort).map(({ name }) => name);
  const usual = worth(0).length > 0 ? worth(0) : lastResort.slice(0, 1);
  const large = worth(WORTH_A_CARD).filter((name) => !usual.includes(name));
  return { usual, large, largeFrom: WORTH_A_CARD };
}
