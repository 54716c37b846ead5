import { PRODUCT_MODULE, PRODUCT_MODULE_BYTES } from '../../../kernels/wasm/generated/product-module.js';
import { HeavisideError } from '../../core/heaviside-error.js';
import type { DenseProducts, ProductRoom, ProductsMaker } from '../../core/layers/dense-products.js';

const PAGE = 65536;
/** One line of the cache; every array starts on one. */
const LINE = 64;
/** What the kernel's list takes for each value: the value and an address, padded. */
const PLACE = 16;

/** `multiply` of kernels/wasm/products. */
type Multiply = (
  values: number,
  rows: number,
  size: number,
  matrix: number,
  width: number,
  product: number,
  add: number,
  scratch: number,
) => void;

/**
 * Opens the float64 SIMD products of WebAssembly. Each learner gets a memory of its own that never grows: growing
 * detaches array buffers, which slows every float64 loop of the process down.
 *
 * @returns A maker of products, for any number of learners.
 */
export async function openSimdProducts(): Promise<ProductsMaker> {
  const module = await WebAssembly.compile(Uint8Array.from(atob(PRODUCT_MODULE), (c) => c.charCodeAt(0)));
  return (room) => simdProducts(module, room);
}

function simdProducts(module: WebAssembly.Module, room: ProductRoom): DenseProducts {
  const arrays = PRODUCT_MODULE_BYTES;
  const lists = room.arrays.reduce((at, length) => aligned(at + 8 * length), arrays);
  // The list holds a place for every value, the end of every row (there are no more rows than values), and one more.
  const copies = lists + aligned((PLACE + 8) * room.values + PLACE);
  // Values, matrix and product may be copied, and each copy starts on a line.
  const end = copies + aligned(8 * room.copied) + 3 * LINE;
  const memory = memoryOf(end);
  const { exports } = new WebAssembly.Instance(module, { env: { memory, abort: abortProduct } });
  const kernel = exports['multiply'] as Multiply;
  const { buffer } = memory;
  let nextArray = arrays;
  let nextCopy = copies;

  const copied = (length: number): Float64Array => {
    const at = nextCopy;
    nextCopy = aligned(at + 8 * length);
    if (nextCopy > end) throw noRoom('copies', room.copied, (nextCopy - copies) / 8);
    return new Float64Array(buffer, at, length);
  };
  const reachable = (values: Float64Array): Float64Array => {
    if (values.buffer === buffer) return values;
    const copy = copied(values.length);
    copy.set(values);
    return copy;
  };
  const multiply = (values: Float64Array, matrix: Float64Array, product: Float64Array, rows: number, add: boolean) => {
    if (values.length > room.values) throw noRoom('values', room.values, values.length);
    const target = reachable(product);
    kernel(
      reachable(values).byteOffset,
      rows,
      values.length / rows,
      matrix.byteOffset,
      product.length / rows,
      target.byteOffset,
      Number(add),
      lists,
    );
    if (target !== product) product.set(target);
  };
  return {
    allocate(length) {
      const at = nextArray;
      nextArray = aligned(at + 8 * length);
      if (nextArray > lists) throw noRoom('arrays', (lists - arrays) / 8, (nextArray - arrays) / 8);
      return new Float64Array(buffer, at, length);
    },
    multiply(values, matrix, product, rows) {
      nextCopy = copies;
      multiply(values, reachable(matrix), product, rows, false);
    },
    addChosen(values, matrix, chosen, product, rows) {
      nextCopy = copies;
      const width = product.length / rows;
      const taken = copied(chosen.length * width);
      for (let k = 0; k < chosen.length; k++)
        taken.set(matrix.subarray(chosen[k]! * width, (chosen[k]! + 1) * width), k * width);
      multiply(values, taken, product, rows, true);
    },
  };
}

function memoryOf(bytes: number): WebAssembly.Memory {
  const pages = Math.ceil(bytes / PAGE);
  try {
    return new WebAssembly.Memory({ initial: pages, maximum: pages });
  } catch (cause) {
    throw new HeavisideError('HV_MEMORY', 'machine', `the products got no memory of ${pages * PAGE} bytes`, {
      remedy: 'Use a smaller network, fewer samples or smaller batches, or the plain products.',
      facts: { askedBytes: pages * PAGE, cause: String(cause) },
    });
  }
}

function noRoom(what: string, made: number, asked: number): HeavisideError {
  return new HeavisideError(
    'HV_PRODUCT_ROOM',
    'usage',
    `products have room for ${made} numbers of ${what}, were asked for ${asked}`,
    { remedy: 'Make them with room for the largest batch.', facts: { made, asked } },
  );
}

function abortProduct(): never {
  throw new Error('a kernel of the float64 products stopped: this is a bug');
}

function aligned(at: number): number {
  return Math.ceil(at / LINE) * LINE;
}
