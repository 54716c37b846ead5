/** A name of a run as part of a file's name or an array's: no separator in it leads elsewhere. */
export function namePart(name: string): string {
  return encodeURIComponent(name);
}

/** Parts of an array's name; those that are absent are left out. */
export function arrayName(...parts: readonly (string | undefined)[]): string {
  return parts.flatMap((part) => (part === undefined ? [] : [namePart(part)])).join('/');
}
