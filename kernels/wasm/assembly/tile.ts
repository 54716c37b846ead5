/** Units are kept in tiles: 16 float32 values, four vectors, one line of the cache. */
export const TILE: i32 = 16;
