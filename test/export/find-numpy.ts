import { spawnSync } from 'node:child_process';

const PYTHONS = ['python3', '/usr/bin/python3'];

/** A Python with NumPy, and why there is none. */
export function findNumpy(): { readonly python: string } | { readonly missing: string } {
  const python = PYTHONS.find((path) => spawnSync(path, ['-c', 'import numpy']).status === 0);
  return python === undefined ? { missing: `no Python with NumPy: looked for ${PYTHONS.join(', ')}` } : { python };
}

/** An array as NumPy sees it; numbers that are not finite are text. */
export interface NumpyArray {
  readonly type: string;
  readonly shape: readonly number[];
  readonly contiguous: boolean;
  readonly values: readonly (number | string)[];
}

const SCRIPT = `
import json, math, sys
import numpy as np
def plain(x):
    return x if not isinstance(x, float) or math.isfinite(x) else repr(x)
archive = np.load(sys.argv[1], allow_pickle=False)
print(json.dumps({
    name: {
        'type': str(a.dtype), 'shape': list(a.shape), 'contiguous': bool(a.flags.c_contiguous),
        'values': [plain(x) for x in a.reshape(-1).tolist()],
    }
    for name in archive.files for a in [archive[name]]
}))
`;

/** Reads an NPZ archive with NumPy. */
export function loadWithNumpy(python: string, path: string): Readonly<Record<string, NumpyArray>> {
  const { stdout, stderr, status } = spawnSync(python, ['-c', SCRIPT, path], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}
