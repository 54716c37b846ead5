import { workQueue } from '../work-queue.js';
import type { QueueDesk } from './queue-desk.js';
import type { Ledger, Ticket } from './tickets.js';

/** Looks after runs, some at a time, and never twice at once after the same. */
export interface Attendance {
  /** Looks after a run, now or, where that goes on already, once more. */
  attend(ticket: Ticket): void;
  attendAll(): void;
  /** Rejects with the first trouble that is no run's own; never resolves. */
  readonly trouble: Promise<never>;
  /** Resolves when nobody is looked after. */
  settled(): Promise<void>;
}

const AT_A_TIME = 16;

export function attendance(desk: QueueDesk, ledger: Ledger): Attendance {
  const turn = workQueue(AT_A_TIME);
  const asked = new Set<Ticket>();
  const again = new Set<Ticket>();
  const going = new Map<Ticket, Promise<void>>();
  let fail: (error: unknown) => void;
  const trouble = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  trouble.catch(() => undefined);

  async function look(ticket: Ticket): Promise<void> {
    do {
      again.delete(ticket);
      const settlement = await desk.attend(ticket, !asked.has(ticket));
      asked.add(ticket);
      if (!settlement) continue;
      ledger.settle(ticket, settlement);
      await desk.clear(ticket);
    } while (again.has(ticket) && ledger.isOpen(ticket));
  }

  function attend(ticket: Ticket): void {
    if (!ledger.isOpen(ticket)) return;
    if (going.has(ticket)) return void again.add(ticket);
    const looking = turn(() => look(ticket))
      .catch((error: unknown) => fail(error))
      .finally(() => going.delete(ticket));
    going.set(ticket, looking);
  }

  return {
    attend,
    attendAll: () => ledger.open().forEach(attend),
    trouble,
    async settled() {
      await Promise.all(going.values());
    },
  };
}
