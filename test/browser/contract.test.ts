import { describe, expect, test } from 'vitest';
import { BACKENDS } from '../../src/backends/backends.js';
import { testInPage } from './page-contract.js';

const names = BACKENDS.map(({ name }) => name);

describe('in a page that is cross-origin isolated', async () => {
  // Those that compile for a graphics card take longest: they have files of their own, to be run at the same time.
  const backends = names.filter((name) => name !== 'webgl2' && name !== 'webgpu');
  const page = await testInPage({ isolated: true, backends });

  test('the browser itself has WebGL2, WebGPU and shared memory', async () => {
    expect(await page.abilities()).toEqual({
      isolated: true,
      webgl2: expect.stringContaining('WebGL 2.0'),
      webgpu: expect.stringMatching(/\w/),
    });
  });
});

describe('in a page that may not share memory', async () => {
  const page = await testInPage({
    isolated: false,
    backends: names.filter((name) => ['reference', 'events', 'webasm', 'cpu'].includes(name)),
    cases: ['lif, subtract, reset delay', 'layers of 70, 65 and 33 units', 'adam', 'a presentation begins at rest'],
  });

  test('there is indeed no shared memory', async () => {
    expect(await page.abilities()).toMatchObject({ isolated: false });
  });

  test('two threads of the events backend are refused with the reason, not replaced by one', async () => {
    const { problems } = await page.runOne('events', 'threads change nothing');
    expect(problems).toEqual([expect.stringMatching(/HV_THREADS_UNAVAILABLE.*not cross-origin isolated/)]);
  });
});
