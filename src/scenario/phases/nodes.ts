/** Units `from` … `to − 1` of a layer, or of the network's input. */
export interface NodeRange {
  readonly layer: string;
  readonly from: number;
  readonly to: number;
}

/** Nodes of a network, such as `h1`, `"in[0:50]"` or a list of them; node sets are written out. At least one node. */
export type Nodes = readonly NodeRange[];
