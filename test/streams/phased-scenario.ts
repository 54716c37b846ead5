/**
 * XOR in phases: learned, damaged, mended, learned once more from the beginning, and run freely with a pulse, a change of
 * the threshold, a clamp and noise. Takes a fraction of a second.
 */
export const PHASED = `scenario: 1
name: xor-phases
seed: 4
time: { dt: 1ms, steps: 8 }
data: xor
network:
  layers:
    - { id: in, size: 2 }
    - { id: h1, size: 8, neuron: lif }
    - { id: out, size: 2, neuron: lif }
learn: lfp
phases:
  - { id: learn, train: { epochs: 2, batch: 2 } }
  - { id: damage, from: learn, events: [ { at: 0, lesion: { nodes: h1, fraction: 0.5 } } ], test: {} }
  - { id: mend, from: damage, train: { epochs: 1, batch: 4 } }
  - { id: anew, from: start, train: { epochs: 1, batch: 2 } }
  - id: probe
    from: mend
    run: 600ms
    events:
      - { at: 100ms, pulse: { nodes: h1, amplitude: 2, duration: 20ms } }
      - { at: 300ms, set: { h1.threshold: 0.5 } }
      - { at: 400ms, clamp: { nodes: "h1[0:3]", value: 2, duration: 30ms } }
      - { at: 500ms, noise: { nodes: out, sd: 0.5, duration: 40ms } }
record: { spikes: [h1, out], traces: { h1.voltage: "0:2" }, samples: 2 }
`;
