import { test } from 'vitest';
import { KernelStore } from '../../../src/backends/gpu/kernel-store.js';
import { StoreLender } from '../../../src/backends/gpu/store-lender.js';
import { gpuBackends, releaseIdleGpus } from '../../../src/backends/gpu/gpu-backends.js';
import { CONTRACT, runOne } from '../../contract/run-contract.js';
import { SHORT_FORM } from '../../contract/short-form.js';

test('count', async () => {
  const original = KernelStore.prototype.launch;
  let fresh = 0;
  KernelStore.prototype.launch = function (key, compile, args) {
    return original.call(this, key, () => { fresh++; return compile(); }, args);
  };
  const give = StoreLender.prototype.giveBack;
  let keep = true;
  StoreLender.prototype.giveBack = async function (store) { await give.call(this, store); if (!keep) await this.releaseIdle(); };
  for (keep of [true, false])
    for (const names of [SHORT_FORM, CONTRACT])
      for (const mode of ['cpu', 'webasm']) {
        await releaseIdleGpus();
        fresh = 0;
        const from = performance.now();
        for (const name of names) await runOne(gpuBackends.find((b) => b.name === mode)!, name);
        console.log(keep ? 'kept' : 'not kept', names.length, mode, fresh, ((performance.now() - from) / 1000).toFixed(1));
      }
}, 300000);
