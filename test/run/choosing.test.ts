import { describe, expect, test } from 'vitest';
import type { Backend, OpenRequest } from '../../src/backends/backend.js';
import { referenceBackend } from '../../src/backends/reference/reference-backend.js';
import { checkRunOptions } from '../../src/run/check-run-options.js';
import type { RunEvent } from '../../src/run/run-event.js';
import { eventsOf, failureOf, ofKind, xorScenario } from './xor-scenario.js';

/** The reference under another name, which the table compares at every size; keeps what it is asked to open. */
function another(name: string, more: Partial<Backend> = {}) {
  const requests: OpenRequest[] = [];
  const backend: Backend = {
    ...referenceBackend,
    name,
    async open(request) {
      requests.push(request);
      return referenceBackend.open(request);
    },
    ...more,
  };
  return { backend, requests };
}

const ticking = () => {
  let now = 0;
  return () => (now += 1);
};
const withoutTimes = (events: readonly RunEvent[]) =>
  events.slice(1).map((event) => ('seconds' in event ? { ...event, seconds: 0 } : event));

describe('a run on auto', () => {
  test('computes the same whether backends were compared before or not', async () => {
    const [one, two] = [another('one'), another('two')];
    const compared = await eventsOf(xorScenario, { backends: [one.backend, two.backend], clock: ticking() });
    expect(ofKind(compared, 'run-started')[0]!.backend).toMatchObject({
      asked: 'auto',
      chosen: 'one',
      why: 'measured',
    });
    expect([one.requests.length, two.requests.length]).toEqual([2, 1]);
    const plain = await eventsOf(xorScenario, { backend: 'reference', clock: ticking() });
    expect(withoutTimes(compared)).toEqual(withoutTimes(plain));
  });

  test('without a clock follows the table', async () => {
    const [one, two] = [another('one'), another('two')];
    const [started] = await eventsOf(xorScenario, { backends: [one.backend, two.backend] });
    expect(started).toMatchObject({ backend: { chosen: 'one', why: 'table' } });
    expect([one.requests.length, two.requests.length]).toEqual([1, 0]);
  });

  test('that is aborted before it starts compares nothing', async () => {
    const [one, two] = [another('one'), another('two')];
    const options = { backends: [one.backend, two.backend], clock: ticking(), signal: AbortSignal.abort() };
    const events = await eventsOf(xorScenario, options);
    expect(events.at(-1)).toMatchObject({ kind: 'run-ended', reason: 'interrupted' });
    expect([one.requests.length, two.requests.length]).toEqual([1, 0]);
  });

  test('remembers by the kind of network, not by its weights or seed', async () => {
    const keys: string[] = [];
    const memory = {
      recall: async (key: string) => void keys.push(key) as undefined,
      remember: async () => undefined,
    };
    const options = { backends: [another('one').backend, another('two').backend], clock: ticking(), memory };
    await eventsOf(xorScenario, options);
    await eventsOf({ ...xorScenario, name: 'other', seed: 2, train: { epochs: 1, batch: 6 } }, options);
    // 2 · 12 + 12 · 2 weights, 6 steps, 6 samples: 1728, above 4^5
    expect(keys).toEqual(Array(2).fill('4^5 dense:lif rate | threads any | one | two'));
  });
});

test('a network that the named backend cannot run is refused before the first event', async () => {
  const { backend } = another('small', { unsupported: ({ network }) => `it has no ${network.layers[0]!.kind}` });
  const { events, error } = await failureOf(xorScenario, { backend: 'small', backends: [backend] });
  expect(events).toEqual([]);
  expect(error).toMatchObject({
    code: 'HV_BACKEND_UNSUPPORTED',
    kind: 'usage',
    message: 'backend "small" cannot run this network: it has no dense',
  });
});

describe('threads', () => {
  test('reach the backend, in the comparison too', async () => {
    const [one, two] = [another('one'), another('two')];
    await eventsOf(xorScenario, { backends: [one.backend, two.backend], clock: ticking(), threads: 3 });
    expect([...one.requests, ...two.requests].map(({ threads }) => threads)).toEqual([3, 3, 3]);
    const { backend, requests } = another('one');
    await eventsOf(xorScenario, { backends: [backend] });
    expect('threads' in requests[0]!).toBe(false);
  });

  test.each([1, 256])('%d are allowed', (threads) => expect(() => checkRunOptions({ threads })).not.toThrow());

  test.each([0, 257, 1.5, Number.NaN])('%d are refused before the first event', async (threads) => {
    const { events, error } = await failureOf(xorScenario, { threads });
    expect(events).toEqual([]);
    expect(error).toMatchObject({
      code: 'HV_OPTION_RANGE',
      kind: 'usage',
      message: `the run cannot take these options:\n  threads: expected an integer >= 1 and <= 256, got ${threads}`,
    });
  });
});
