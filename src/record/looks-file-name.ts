/** Looks at test samples, within the folder of a run. */
export const LOOKS_FILE = 'looks/samples.msgpack.gz';
