import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { gpuBackends, releaseIdleGpus } from '../../../src/backends/gpu/gpu-backends.js';
import { planNetwork } from '../../../src/core/network/plan-network.js';
import { startingTensors } from '../../core/network/random-numbers.js';
import { dense, lif, network } from '../../core/network/small-networks.js';

const description = network([2], [dense('out', 2, lif)], 'rate');
const request = {
  network: description,
  tensors: startingTensors(planNetwork(description)),
  optimizer: { kind: 'sgd', lr: 1, momentum: 0, weightDecay: 0 },
  rule: { kind: 'epsilon', epsilon: 1e-6 },
} as const;
const backend = (name: string) => gpuBackends.find((one) => one.name === name)!;

afterAll(releaseIdleGpus);

describe('in Node', () => {
  test.each(['cpu', 'webasm'])('%s runs, and says on what', async (name) => {
    expect(await backend(name).unavailable()).toBeUndefined();
    const session = await backend(name).open({ ...request, threads: 1 });
    expect(session.device).toMatchObject({ engine: 'gpu.js', mode: name, arithmetic: 'float32' });
    await session.close();
  });

  test.each(['cpu', 'webasm'])('%s gives the same bits on kernels that an earlier session compiled', async (name) => {
    const shown = async () => {
      const session = await backend(name).open({ ...request, threads: 1 });
      await session.begin({ batch: 2, learn: false });
      const input = { kind: 'constant', values: Float64Array.of(0.5, 1, 1.5, 2) } as const;
      const report = await session.simulate({ steps: 5, input, record: ['out'] });
      await session.close();
      return report;
    };
    await releaseIdleGpus();
    const fresh = await shown();
    expect(fresh.spikes['out']).toBeGreaterThan(0);
    expect(await shown()).toEqual(fresh);
    await releaseIdleGpus();
    expect(await shown()).toEqual(fresh);
  });

  test('webgl2 is missing, with the reason, and is never replaced', async () => {
    expect(await backend('webgl2').unavailable()).toBe('Node has no WebGL2; it runs in a browser');
    await expect(backend('webgl2').open(request)).rejects.toMatchObject({
      code: 'HV_BACKEND_UNAVAILABLE',
      kind: 'machine',
      facts: { asked: 'webgl2' },
    });
  });

  test('webgpu runs where its native library loads, and else tells why it does not', async () => {
    const reason = await backend('webgpu').unavailable();
    console.log(`webgpu in Node: ${reason ?? 'available'}`);
    if (reason !== undefined) {
      expect(reason).toMatch(/^(the package "webgpu" does not load: |WebGPU (has no|gives no) adapter)/);
      await expect(backend('webgpu').open(request)).rejects.toMatchObject({ code: 'HV_BACKEND_UNAVAILABLE' });
      return;
    }
    const session = await backend('webgpu').open(request);
    expect(session.device).toMatchObject({ mode: 'webgpu' });
    await session.close();
  });

  test('webasm with two threads gives what one gives', async () => {
    const wide = network([64], [dense('h', 256, lif), dense('out', 4, lif)], 'rate');
    const asked = { ...request, network: wide, tensors: startingTensors(planNetwork(wide)) };
    const input = { kind: 'constant', values: new Float64Array(32 * 64).fill(0.5) } as const;
    const shown = async (threads: number) => {
      const session = await backend('webasm').open({ ...asked, threads });
      await session.begin({ batch: 32, learn: false });
      const report = await session.simulate({ steps: 5, input, record: ['h'] });
      const { device } = session;
      await session.close();
      return { report, threads: device['threads'] };
    };
    const [one, two] = [await shown(1), await shown(2)];
    expect([one.threads, two.threads]).toEqual([1, 2]);
    expect(two.report).toEqual(one.report);
  });
});

/** The text of every file below a folder of the project. */
function sources(folder: string): readonly { readonly name: string; readonly text: string }[] {
  const path = fileURLToPath(new URL(`../../../${folder}/`, import.meta.url));
  return readdirSync(path).map((name) => ({ name, text: readFileSync(path + name, 'utf8') }));
}

/** Code without its comments. */
const code = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');

describe('the sources of the kernels', () => {
  test.each(sources('kernels/gpu'))('$name draws no random number and subtracts no negative literal', ({ text }) => {
    // WGSL mis-compiles `x - -0.5`; and gpu.js's own randomness differs from mode to mode.
    expect(code(text)).not.toMatch(/-\s*\(?\s*-\s*[\d.]/);
    expect(code(text)).not.toMatch(/Math\.random/);
  });

  test('the scan finds what it looks for', () => {
    for (const bad of ['x - -0.5', 'x - (-.5)', 'x -\n  -1']) expect(code(bad)).toMatch(/-\s*\(?\s*-\s*[\d.]/);
  });

  test('every kernel hands the witness on', () => {
    for (const { name, text } of sources('kernels/gpu'))
      for (const [, kernel, body] of text.matchAll(/export function (\w+)\(([\s\S]*?)\n\}/g)) {
        // Those that treat the witness row as any other need no line for it.
        if (kernel === 'copied' || kernel === 'multiplied') continue;
        expect(`${name} ${kernel} ${body}`).toContain('this.thread.y === this.constants.rows');
        const read = [...(body ?? '').matchAll(/(\w+): Matrix/g)].map(([, argument]) => argument);
        for (const [k, argument] of read.entries())
          expect(`${name} ${kernel} ${body}`).toContain(`${argument}[this.constants.rows${k}]`);
      }
  });
});

test('gpu.js is loaded when a backend is asked for, not before, and cast in one file only', () => {
  const importing = sources('src/backends/gpu').filter(({ text }) => /(from |import\()'gpu\.js'/.test(text));
  expect(importing.map(({ name }) => name)).toEqual(['gpu-js.ts']);
  const statements = importing[0]!.text.match(/^import .*'gpu\.js';$/gm);
  expect(statements).toEqual([expect.stringMatching(/^import type /)]);
});
