import { describe, expect, test } from 'vitest';
import { BACKENDS } from '../../src/backends/backends.js';
import { testInPage } from './page-contract.js';

describe('in a page that is cross-origin isolated', async () => {
  const page = await testInPage({
    isolated: true,
    backends: BACKENDS.map(({ name }) => name).filter((name) => name === 'webgl2'),
  });

  test('it tells its adapter without being opened', async () => {
    expect(await page.device('webgl2')).toEqual({ adapter: expect.stringMatching(/swiftshader/i) });
  });

  test('a session says that its device is lost, and the next one has another', async () => {
    expect(await page.loseDevice('webgl2')).toEqual({ said: 'HV_DEVICE_LOST', problems: [] });
  });
});
