/** Units are kept in tiles: 16 float32 values, four vectors, one line of the cache. */
export const TILE: i32 = 16;
/** Shift from a count of tiles to bytes. */
export const TILE_SHIFT: i32 = 6;
