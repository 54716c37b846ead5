/** A small scenario that takes a second; `more` is what stands below. */
export function smallScenario(more: string): string {
  return `scenario: 1
name: small
data: { source: moons, samples: 40 }
network:
  layers:
    - { id: in, size: 2 }
    - { id: h1, size: 6, neuron: lif }
    - { id: out, size: 2, neuron: lif }
time: { steps: 5 }
train: { epochs: 2 }
${more}
`;
}

/** A document about many runs without the fields that it says are times. */
export function withoutTimes(document: { readonly times: readonly string[] }): unknown {
  return JSON.parse(JSON.stringify(document, (key, value) => (document.times.includes(key) ? undefined : value)));
}
