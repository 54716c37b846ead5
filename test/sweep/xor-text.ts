/** A scenario that takes a moment; `more` is what stands below. */
export function xorText(name: string, more: string): string {
  return `scenario: 1
name: ${name}
data: { source: xor, low: -1 }
network:
  layers:
    - { id: in, size: 2 }
    - { id: out, size: 2, neuron: lif }
train: { epochs: 1 }
${more}`;
}
