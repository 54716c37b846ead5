import type { NamedTensor } from '../../record/named-tensor.js';
import { Fnv1a } from './fnv1a.js';

/**
 * A digest of tensors: names, shapes and every bit of every value, as 16 hexadecimal digits. The order in which they come
 * does not matter.
 */
export function tensorDigest(tensors: readonly NamedTensor[]): string {
  const hash = new Fnv1a();
  for (const { name, shape, values } of tensors.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    hash.text(name);
    hash.text(shape.join('x'));
    for (const word of new Uint32Array(values.buffer, values.byteOffset, 2 * values.length)) hash.word(word);
  }
  return hash.digest();
}
