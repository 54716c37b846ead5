import { countText, percentText, valueText } from '../../streams/text/number-text.js';
import { withMinusSigns } from './minus-sign.js';

/** How a figure is read: words for its name, and a text of few digits. The exact value stands beside it. */
interface FigureWords {
  readonly label: string;
  readonly text: (value: number) => string;
}

const WORDS: Readonly<Record<string, FigureWords>> = {
  accuracy: { label: 'Accuracy', text: percentText },
  reward: { label: 'Reward', text: signedText },
  spikesPerSample: { label: 'Spikes per sample', text: countText },
  synapticOperationsPerSample: { label: 'Synaptic operations per sample', text: countText },
  zeroWeights: { label: 'Weights that are 0', text: percentText },
};

/** Words for a metric of a run: `spikesPerSample(train)` is `Spikes per sample, train`. A name without words stays. */
export function metricWords(metric: string): FigureWords {
  const [, stem = metric, split] = /^(.*)\((train|test)\)$/.exec(metric) ?? [];
  const { label, text } = WORDS[stem] ?? { label: stem, text: signedText };
  return { label: split === undefined ? label : `${label}, ${split}`, text };
}

function signedText(value: number): string {
  return withMinusSigns(valueText(value));
}
