/** Name of a layer's spike file inside `spikes/`. */
export function spikeFileName(layer: string): string {
  return `${encodeURIComponent(layer)}.safetensors.gz`;
}
