/** A tensor on its way to a file, row-major, in the field's exchange layout (PyTorch's). */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float64Array;
}
