import { elementType, type StoredTensor } from '../record/stored-tensor.js';
import { exportedArrays } from './exported-arrays.js';
import type { DamageHearer } from './recorded-file.js';
import type { RecordedRun } from './recorded-run.js';
import type { StagedFile, Staging } from './staging.js';
import { isCsvExport, writeCsv } from './write-csv.js';
import { writeNpz } from './write-npz.js';
import { writeSafetensors } from './write-safetensors.js';
import { isSonataExport, writeSonata } from './write-sonata.js';

/** An array of an export, without its values. */
export interface ExportedArray {
  readonly name: string;
  readonly type: 'float64' | 'float32' | 'uint32';
  readonly shape: readonly number[];
}

const TYPES = { F64: 'float64', F32: 'float32', U32: 'uint32' } as const;

/** What an export consists of: a file of arrays, or a folder of files. */
export type ExportFormat =
  | {
      readonly kind: 'file';
      /** Its name in the folder of the run, unless told. */
      readonly name: string;
      /** @returns The arrays that it has. */
      write(staging: Staging, run: RecordedRun, damaged: DamageHearer): Promise<readonly ExportedArray[]>;
    }
  | {
      readonly kind: 'folder';
      readonly name: string;
      /** True for the names of its files. */
      owns(name: string): boolean;
      write(staging: Staging, run: RecordedRun, damaged: DamageHearer): Promise<void>;
    };

/** The same arrays, with each noted on its way. */
async function* noted(arrays: AsyncIterable<StoredTensor>, notes: ExportedArray[]): AsyncIterable<StoredTensor> {
  for await (const array of arrays) {
    notes.push({ name: array.name, type: TYPES[elementType(array)], shape: array.shape });
    yield array;
  }
}

function arrayFormat(
  name: string,
  write: (staging: Staging, file: StagedFile, arrays: AsyncIterable<StoredTensor>, run: RecordedRun) => Promise<void>,
): ExportFormat {
  return {
    kind: 'file',
    name,
    async write(staging, run, damaged) {
      const notes: ExportedArray[] = [];
      const file = await staging.open(name);
      try {
        await write(staging, file, noted(exportedArrays(run, damaged), notes), run);
      } finally {
        await file.close();
      }
      return notes;
    },
  };
}

/** By the names that `--to` takes. */
export const EXPORT_FORMATS = {
  npz: arrayFormat('export.npz', (_staging, file, arrays) => writeNpz(file, arrays)),
  csv: { kind: 'folder', name: 'export-csv', owns: isCsvExport, write: writeCsv },
  safetensors: arrayFormat('export.safetensors', (staging, file, arrays, { name, seed, dt }) =>
    writeSafetensors(staging, file, arrays, { format: 'heaviside-export-1', name, seed: String(seed), dt: String(dt) }),
  ),
  sonata: {
    kind: 'folder',
    name: 'export-sonata',
    owns: isSonataExport,
    write: (staging, run, damaged) => writeSonata(staging, run, damaged),
  },
} as const satisfies Readonly<Record<string, ExportFormat>>;

export type ExportFormatName = keyof typeof EXPORT_FORMATS;
