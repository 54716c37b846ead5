import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Session } from '../../src/backends/backend.js';
import { BACKENDS } from '../../src/backends/backends.js';
import { HeavisideError } from '../../src/core/heaviside-error.js';
import type { RunEvent } from '../../src/run/run-event.js';
import { failureOf, ofKind, xorScenario } from './xor-scenario.js';

afterEach(() => vi.restoreAllMocks());

/** Lets the sessions of the reference backend be tampered with. */
function tampered(tamper: (original: Pick<Session, 'update' | 'begin' | 'simulate'>) => Partial<Session>): void {
  const backend = BACKENDS.find(({ name }) => name === 'reference')!;
  const open = backend.open.bind(backend);
  vi.spyOn(backend, 'open').mockImplementation(async (request) => {
    const session = await open(request);
    const { update, begin, simulate } = session;
    const original = { update: update.bind(session), begin: begin.bind(session), simulate: simulate.bind(session) };
    return Object.assign(session, tamper(original));
  });
}

const failing = (error: Error) => async () => {
  throw error;
};
const lost = new TypeError('the device is lost');
const kinds = (events: readonly RunEvent[]) => events.map(({ kind }) => kind);
const endOf = async () => {
  const { events, error } = await failureOf(xorScenario, { backend: 'reference' });
  return { events, last: events.slice(-2), error };
};

describe('a run that fails leaves its weights, tells why and throws', () => {
  test('in a batch, for a reason that nobody foresaw', async () => {
    let updates = 0;
    tampered(({ update }) => ({
      update: async (options) => {
        if (++updates === 5) throw lost;
        return update(options);
      },
    }));
    const { last, error } = await endOf();
    expect(error).toBe(lost);
    expect(last[0]).toMatchObject({
      kind: 'checkpoint',
      reason: 'last-good',
      epoch: 2,
      step: 4,
      facts: { batch: '1' },
    });
    const told = { code: 'HV_INTERNAL', message: 'the device is lost', epoch: 2, step: 4, facts: {} };
    expect(last[1]).toEqual({ kind: 'run-failed', ...told });
  });

  test('in a test pass, for a reason with a code', async () => {
    const lostBackend = new HeavisideError('HV_BACKEND_LOST', 'machine', 'gone', { facts: { layer: 'h' } });
    tampered(({ begin }) => ({
      begin: async (options) => {
        if (!options.learn) throw lostBackend;
        return begin(options);
      },
    }));
    const { events, last, error } = await endOf();
    expect(error).toBe(lostBackend);
    expect(kinds(events).slice(-3)).toEqual(['histograms', 'checkpoint', 'run-failed']);
    expect(last[0]).toMatchObject({ reason: 'last-good', epoch: 1, step: 3 });
    expect(last[1]).toMatchObject({ code: 'HV_BACKEND_LOST', message: 'gone', facts: { layer: 'h' } });
  });

  test('while it records, when the checkpoint of its end is out already', async () => {
    tampered(({ simulate }) => ({
      simulate: async (chunk) => {
        if (chunk.record?.length) throw lost;
        return simulate(chunk);
      },
    }));
    const { events, error } = await endOf();
    expect(error).toBe(lost);
    expect(kinds(events).slice(-4)).toEqual(['tested', 'checkpoint', 'checkpoint', 'run-failed']);
    expect(ofKind(events, 'checkpoint').map(({ reason }) => reason)).toEqual(['end', 'last-good']);
  });

  test('even when there are no weights to be had: the first error is the one to tell', async () => {
    tampered(() => ({
      update: failing(lost),
      snapshot: failing(new Error('no device, no snapshot')),
      close: failing(new Error('nothing to close')),
    }));
    const { events, error } = await endOf();
    expect(error).toBe(lost);
    expect(kinds(events)).toEqual(['run-started', 'run-failed']);
    expect(events[1]).toMatchObject({ code: 'HV_INTERNAL', message: 'the device is lost', epoch: 1, step: 0 });
  });
});
