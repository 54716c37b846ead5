// What a Python's PyTorch computes its products with. Without OpenBLAS (or MKL, BLIS) Debian's package falls back on
// the reference BLAS, some fifty times slower: a comparison with that would be worth nothing.
import { spawnSync } from 'node:child_process';

const PROBE = `
import json, time, torch
torch.set_num_threads(1)
a, b = torch.rand(1024, 1024), torch.rand(1024, 1024)
best = 1e9
for _ in range(6):
    start = time.perf_counter(); a @ b; best = min(best, time.perf_counter() - start)
try: maps = sorted({line.split()[-1].split('/')[-1] for line in open('/proc/self/maps') if '.so' in line})
except OSError: maps = []
print(json.dumps({'torch': torch.__version__, 'config': torch.__config__.show(), 'gflops': 2 * 1024 ** 3 / best / 1e9, 'libraries': maps}))
`;

/** Slower than any tuned library on one core of a machine of this century. */
const SLOWEST = 10;
const TUNED = /openblas|mkl_|libmkl|blis|accelerate/i;
const REMEDY =
  'remedy: apt-get install python3-torch libopenblas0-pthread, then check: update-alternatives --display libblas.so.3-x86_64-linux-gnu';

/** Why a probe shows a baseline that would make the comparison dishonest; undefined when it is sound. */
export function dishonest({ gflops, libraries, config }) {
  if (gflops < SLOWEST)
    return `PyTorch multiplies matrices at ${gflops.toFixed(1)} GFLOP/s on one core, expected at least ${SLOWEST}: no tuned BLAS is in use\n${REMEDY}`;
  const known = libraries.length > 0;
  if (!known || libraries.some((name) => TUNED.test(name)) || /BLAS_INFO=(open|mkl)/.test(config)) return undefined;
  const blas = libraries.filter((name) => /blas/i.test(name)).join(', ') || 'none';
  return `PyTorch has loaded no tuned BLAS (OpenBLAS, MKL, BLIS); BLAS libraries: ${blas}\n${REMEDY}`;
}

/** Asks a Python; throws an Error with the remedy when it has no PyTorch. */
export function probeTorch(python, pinned, env) {
  const [command, ...words] = [...pinned, python, '-c', PROBE];
  const { status, stdout, stderr, error } = spawnSync(command, words, { encoding: 'utf8', env });
  if (status === 0) return JSON.parse(stdout);
  const said = error?.message ?? stderr.trim().split('\n').at(-1);
  throw new Error(`${python} cannot import torch: ${said}\n${REMEDY}`);
}
