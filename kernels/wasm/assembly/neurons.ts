/** How the neurons of a layer respond; which fields count depends on `kind`. */
@unmanaged
export class Neurons {
  kind: i32;
  decay: f32;
  threshold: f32;
  synapseDecay: f32;
  adaptation: f32;
  adaptationDecay: f32;
  /** Of a leaky ReLU. */
  slope: f32;
  /** Tiles that make up the channels of one position, and the lanes of the last of them that are real units. */
  channelTiles: i32;
  lastLanes: i32;
  /** f32 `[batch][tile][variable][16]`, kept from chunk to chunk. Variables: v · v, i · v, a, pending. */
  state: usize;
  /** f32 `[batch][tile][steps + 1][16]`, v before each step and after the last; 0 when nobody learns, or it is remade. */
  voltages: usize;
  /**
   * f32 `[batch][tile][steps][16]`, D where it cannot be told from the voltages: how much of the membrane came from
   * memory plus how much it moved; infinite where a reset discarded the step. 0: it can be told, or nobody learns.
   */
  moved: usize;
  /** f32 `[rows × tiles · 16]`, sums of units without memory, with injected currents; 0 when nobody learns. */
  sums: usize;
  /**
   * f32 `[batch × tiles · 16]`, v before the first step, where feedback remakes the voltages: current is the same at every
   * step, and reading them again would take longer.
   */
  starts: usize;
  /** f32, that current, and the bytes from a sample and from a tile to the next. */
  currents: usize;
  sampleStride: i32;
  tileStride: i32;
  /**
   * f32 `[batch][tile][steps + 1][16]`, how far the membrane was above its threshold at the step before the first (above 0
   * where a reset is pending) and at each step: the trace of gradients. 0: nobody learns by them.
   */
  distances: usize;
  /** f32 `[batch][tile][steps][16]`, currents that drive the neurons beside their sums; 0: there are none. */
  injected: usize;
  /** u32 `[tiles · 16]`, all bits of units whose sums count, none of those that are cut; 0: all count. Only beside currents. */
  uncut: usize;
}

/** Kinds of `Neurons`. */
export const SUBTRACT_DELAYED: i32 = 0;
export const SUBTRACT_AT_ONCE: i32 = 1;
export const ZERO_DELAYED: i32 = 2;
export const ZERO_AT_ONCE: i32 = 3;
export const NEVER_RESET: i32 = 4;
/** Kinds from here on: 8 + one of the above, behind a synaptic current. */
export const SYNAPTIC: i32 = 8;
/** Kinds from here on: 16 + one of the above, with a threshold that adapts. */
export const ADAPTIVE: i32 = 16;
export const STEP: i32 = 32;
export const SIGN: i32 = 33;
export const IDENTITY: i32 = 34;
export const RELU: i32 = 35;
export const LEAKY_RELU: i32 = 36;
export const TANH: i32 = 37;
export const SIGMOID: i32 = 38;
export const SILU: i32 = 39;
