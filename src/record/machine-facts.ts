import { cpus } from 'node:os';

import { heavisideVersion } from './heaviside-version.js';

/** What a run ran on; part of its manifest. */
export interface MachineFacts {
  readonly heaviside: string;
  readonly node: string;
  /** Operating system and processor family: `linux x64`. */
  readonly platform: string;
  readonly cpu: string;
}

/** Facts about this machine and this copy of Heaviside. */
export function machineFacts(): MachineFacts {
  return {
    heaviside: heavisideVersion(),
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
  };
}
