import { describe } from 'vitest';
import { BACKENDS } from '../../src/backends/backends.js';
import { testInPage } from './page-contract.js';

describe('in a page that is cross-origin isolated', async () => {
  await testInPage({ isolated: true, backends: BACKENDS.map(({ name }) => name).filter((name) => name === 'webgpu') });
});
