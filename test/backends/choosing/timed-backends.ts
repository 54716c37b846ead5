import type { Backend, DeviceFacts, OpenRequest, Session } from '../../../src/backends/backend.js';
import type { ChoiceMemory, RememberedChoice } from '../../../src/backends/choosing/choice-memory.js';
import type { Trial } from '../../../src/backends/choosing/trial.js';
import { dense } from '../../../src/core/layers/describe-layer.js';
import { fakeSession } from '../../trainers/fake-session.js';

/** How a pretended backend behaves. */
export interface TimedBackend {
  /** What a step takes, by a clock that only these steps move; the n-th step (the first is 0, the warm-up). */
  readonly ms?: number | ((step: number) => number);
  readonly unavailable?: string | Error;
  readonly unsupported?: string;
  readonly device?: DeviceFacts;
  readonly sessionDevice?: DeviceFacts;
  readonly openError?: Error;
  readonly stepError?: Error;
}

export const REQUEST: OpenRequest = {
  network: {
    input: { id: 'in', shape: [2] },
    layers: [dense('out', 2, { kind: 'step' })],
    readout: 'rate',
  },
  tensors: {},
  optimizer: { kind: 'sgd', lr: 0.1, momentum: 0, weightDecay: 0 },
  rule: { kind: 'epsilon', epsilon: 1e-6 },
};

/** Backends that compute nothing and take a given time for it, and a diary of what was done to them. */
export function timedBackends() {
  let now = 0;
  /** `open x`, `step x`, `close x`, `ask x` (whether it can run here). */
  const diary: string[] = [];
  const backend = (name: string, options: TimedBackend = {}): Backend => {
    const { ms = 1, unavailable, unsupported, device, sessionDevice = {}, openError, stepError } = options;
    let steps = 0;
    const session = (): Session => ({
      ...fakeSession({}).session,
      device: sessionDevice,
      async begin() {
        diary.push(`step ${name}`);
        if (stepError) throw stepError;
        now += typeof ms === 'number' ? ms : ms(steps);
        steps++;
      },
      async close() {
        diary.push(`close ${name}`);
      },
    });
    return {
      name,
      summary: `a backend called ${name}`,
      async unavailable() {
        diary.push(`ask ${name}`);
        if (unavailable instanceof Error) throw unavailable;
        return unavailable;
      },
      unsupported: () => unsupported,
      async open() {
        diary.push(`open ${name}`);
        if (openError) throw openError;
        return session();
      },
      ...(device ? { device: async () => device } : {}),
    };
  };
  const trial = (work: number, sizeClass = 'a class'): Trial => ({
    work,
    sizeClass,
    step: (session) => session.begin({ batch: 1, learn: true }),
  });
  return { backend, trial, clock: () => now, diary };
}

/** A memory in memory. */
export function mapMemory(): ChoiceMemory & { readonly kept: Map<string, RememberedChoice> } {
  const kept = new Map<string, RememberedChoice>();
  return {
    kept,
    recall: async (key) => kept.get(key),
    remember: async (key, choice) => void kept.set(key, choice),
  };
}
