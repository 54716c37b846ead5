import type { Backend } from '../backends/backend.js';
import { machineFacts } from '../record/machine-facts.js';
import type { BenchKind } from './refuse-bench.js';

/** Memory of this process, in bytes. */
interface MemoryReading {
  /** In use now: resident set. */
  readonly resident: number;
  /** The most that was ever resident. */
  readonly peak: number;
}

/** What a benchmark needs of the world; handed in, so that a test can give its own. */
export interface Surroundings {
  /** Milliseconds from any fixed moment; never goes back. */
  clock(): number;
  memory(): MemoryReading;
  /** When it is measured, ISO 8601. */
  readonly date: string;
  /** A line for whoever waits. */
  report(line: string): void;
  /** Every backend that there is. */
  readonly backends: readonly Backend[];
}

/** What every result says about where it comes from. */
export interface ResultHead {
  readonly bench: BenchKind;
  /** Name and version, as the baseline writes its own. */
  readonly engine: string;
  readonly version: string;
  readonly node: string;
  readonly cpu: string;
  readonly platform: string;
  readonly date: string;
}

/** The head of a result. */
export function resultHead(bench: BenchKind, { date }: Surroundings): ResultHead {
  const { heaviside: version, node, cpu, platform } = machineFacts();
  return { bench, engine: `heaviside ${version}`, version, node, cpu, platform, date };
}
