import { BACKENDS } from '../backends/backends.js';
import { benchBackends } from '../bench/bench-backends.js';
import { benchMemory } from '../bench/bench-memory.js';
import { benchScale } from '../bench/bench-scale.js';
import { benchStep } from '../bench/bench-step.js';
import type { OptionTexts } from '../bench/option-reader.js';
import type { BenchKind } from '../bench/refuse-bench.js';
import type { Surroundings } from '../bench/surroundings.js';
import { jsonText } from '../record/json-text.js';
import { backendsText, memoryText, scaleText, stepText } from './bench-text.js';
import type { CliIo } from './cli-io.js';
import { EXIT } from './exit-status.js';
import { writeText } from './write-text.js';

/** A result with its table for people. */
interface Measured {
  readonly result: object;
  readonly table: string;
}

const BENCHES: { readonly [K in BenchKind]: (texts: OptionTexts, surroundings: Surroundings) => Promise<Measured> } = {
  async step(texts, surroundings) {
    const result = await benchStep(texts, surroundings);
    return { result, table: stepText(result) };
  },
  async scale(texts, surroundings) {
    const result = await benchScale(texts, surroundings);
    return { result, table: scaleText(result) };
  },
  async backends(texts, surroundings) {
    const result = await benchBackends(texts, surroundings);
    return { result, table: backendsText(result) };
  },
  async memory(texts, surroundings) {
    const result = await benchMemory(texts, surroundings);
    return { result, table: memoryText(result) };
  },
};

/**
 * `heaviside bench`: a measurement of this machine. A table on stdout, or with `json` one document.
 *
 * @param texts The options as they were typed.
 * @returns The exit status.
 */
export async function benchCommand(kind: BenchKind, texts: OptionTexts, io: CliIo): Promise<number> {
  const quiet = texts['quiet'] === true;
  const { result, table } = await BENCHES[kind](texts, {
    clock: () => performance.now(),
    memory: () => ({ resident: process.memoryUsage.rss(), peak: 1024 * process.resourceUsage().maxRSS }),
    date: new Date().toISOString(),
    report: (line) => void (quiet || io.stderr.write(`${line}\n`)),
    backends: BACKENDS,
  });
  await writeText(io.stdout, texts['json'] === true ? `${jsonText(result, true)}\n` : table);
  return EXIT.done;
}
