import { HeavisideError } from '../core/heaviside-error.js';

/** The library that writes HDF5; an optional dependency. */
export type Hdf5 = typeof import('h5wasm/node');

/** Version of h5wasm that Heaviside is tested with. */
const VERSION = '0.10.3';

/**
 * Loads the library for HDF5 files.
 *
 * @param load How; only tests tell.
 * @throws HeavisideError `HV_EXPORT_HDF5`, kind `machine`, when it is not installed.
 */
export async function openHdf5(load: () => Promise<Hdf5> = () => import('h5wasm/node')): Promise<Hdf5> {
  try {
    const library = await load();
    // Else errors are printed, and only some of them are thrown.
    (await library.ready).activate_throwing_error_handler();
    return library;
  } catch (cause) {
    const message = `SONATA files are HDF5, and the package h5wasm that writes it cannot be loaded: ${(cause as Error).message}`;
    throw new HeavisideError('HV_EXPORT_HDF5', 'machine', message, {
      remedy: `Install it: \`npm install h5wasm@${VERSION}\``,
      cause,
    });
  }
}
