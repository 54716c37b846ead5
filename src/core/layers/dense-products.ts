/** How much a learner will ask of its products, in numbers of float64. */
export interface ProductRoom {
  /** Length of every array that it will allocate. */
  readonly arrays: readonly number[];
  /** Of the largest `values` of one product. */
  readonly values: number;
  /** Of all arguments of one product that were not allocated there, at most; a chosen row counts, an unchosen does not. */
  readonly copied: number;
}

/**
 * Products of float64 matrices, what a learner on the CPU spends most of its time in. All matrices are row-major.
 *
 * Half of the inputs, rectified units and errors are 0: a value of 0 is skipped, whatever stands in the matrix. Terms are
 * added one by one in ascending k, so all implementations give the same bits.
 */
export interface DenseProducts {
  /**
   * An array of zeros that products reach without copying it; it belongs to the caller. Others work too, but may have to
   * be copied at every product.
   *
   * @throws HeavisideError `HV_PRODUCT_ROOM` when there is no room left.
   */
  allocate(length: number): Float64Array;
  /**
   * `product[r,j] = Σ_k values[r,k] · matrix[k,j]`, overwriting `product`.
   *
   * @param values `[rows × size]`. @param matrix `[size × width]`. @param product `[rows × width]`.
   * @throws HeavisideError `HV_PRODUCT_ROOM` when it is larger than what room was made for.
   */
  multiply(values: Float64Array, matrix: Float64Array, product: Float64Array, rows: number): void;
  /**
   * `product[r,j] += Σ_k values[r,k] · matrix[chosen_k,j]`, in place.
   *
   * @param values `[rows × chosen]`. @param matrix Rows of the width of `product`. @param chosen Rows; may repeat.
   * @throws HeavisideError `HV_PRODUCT_ROOM` when it is larger than what room was made for.
   */
  addChosen(
    values: Float64Array,
    matrix: Float64Array,
    chosen: ArrayLike<number>,
    product: Float64Array,
    rows: number,
  ): void;
}

/** Makes the products of one learner, with room for what it will ask. */
export type ProductsMaker = (room: ProductRoom) => DenseProducts;
