import type { ChunkReport, Session } from '../../src/backends/backend.js';

/** A session that answers every chunk with the same report and writes down what it is asked to do. */
export function fakeSession(report: Partial<ChunkReport>, feedbackNorm = 0): { session: Session; calls: unknown[][] } {
  const calls: unknown[][] = [];
  const note = async (...call: unknown[]): Promise<void> => void calls.push(call);
  const empty = new Float64Array();
  const session: Session = {
    device: {},
    begin: (presentation) => note('begin', presentation),
    async simulate(chunk) {
      await note('simulate', chunk);
      return { outputSums: empty, lastOutput: empty, spikes: {}, synapticOperations: 0, recorded: [], ...report };
    },
    async feedback(reward, options) {
      await note('feedback', reward, options);
      return {};
    },
    async update(options) {
      await note('update', options);
      return { feedbackNorm };
    },
    state: () => Promise.reject(new Error('a trainer asks for no state')),
    snapshot: () => Promise.reject(new Error('a trainer takes no snapshots')),
    adjust: (network) => note('adjust', network),
    close: () => note('close'),
  };
  return { session, calls };
}
