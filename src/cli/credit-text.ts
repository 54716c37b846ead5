import { CATEGORY_NAMES, type CategoryName, type CreditReport } from '../run/credit/credit-report.js';
import { countText, percentText, valueText } from '../streams/text/number-text.js';
import { columnsText } from './result-text.js';

const WORDS: { readonly [C in CategoryName]: string } = {
  'very-important': 'very important',
  unimportant: 'unimportant',
  variable: 'variable',
};

function layersText({ layers, tolerances }: CreditReport): string {
  const head = ['layer', 'connections', ...CATEGORY_NAMES.map((name) => WORDS[name]), 'entropy', 'of the slab'];
  const rows = layers.map(({ layer, connections, fractions, spikeEntropy, slabEntropy }) => [
    layer,
    countText(connections),
    ...CATEGORY_NAMES.map((name) => percentText(fractions[name])),
    valueText(spikeEntropy),
    valueText(slabEntropy),
  ]);
  const { spikeMass, slabVariance } = tolerances;
  const near = `within ${spikeMass} of the spike mass and ${slabVariance} of the slab variance`;
  const how = spikeMass === 0 && slabVariance === 0 ? 'exactly' : near;
  return `${columnsText([head, ...rows], [1, 2, 3, 4, 5, 6])}categories hold ${how}; entropies in nats a connection\n`;
}

function networksText({ meanNetwork, sampled, pruned }: CreditReport): string {
  const { networks, mean, deviation, least, most } = sampled;
  const spread = `deviation ${percentText(deviation)}, ${percentText(least)} to ${percentText(most)}`;
  const { summary, error } = meanNetwork;
  const checked = summary.confirmed ? 'accuracy(test) is what its run said' : `not checked: ${summary.why}`;
  const dropped = pruned.map(({ above, kept, error: left }) => [
    above === 1 ? 'without connections never there' : `without spike mass above ${above}`,
    percentText(left),
    `keeps ${percentText(kept)} of the connections`,
  ]);
  return columnsText(
    [
      ['network', 'error', ''],
      ['mean weights', percentText(error), checked],
      ...dropped,
      [`${networks} drawn`, percentText(mean), networks > 1 ? spread : ''],
    ],
    [1],
  );
}

function curvesText({ perturbation, perturbedNetworks, layers }: CreditReport): string {
  const fractions = [...new Set(perturbation.map(({ fraction }) => fraction))];
  const rows = layers.flatMap(({ layer }) =>
    CATEGORY_NAMES.map((category) => {
      const points = perturbation.filter((point) => point.layer === layer && point.category === category);
      return [layer, WORDS[category], ...points.map(({ error }) => (100 * error).toFixed(1))];
    }),
  );
  const head = ['layer', 'damaged', ...fractions.map(String)];
  const numbers = fractions.map((_, column) => column + 2);
  const how =
    'very important and variable ones become absent (as many variable as very important), unimportant ones a random weight';
  return `error in % against the damaged fraction, mean of ${perturbedNetworks} drawn networks\n${columnsText([head, ...rows], numbers)}${how}\n`;
}

/** The result of `heaviside credit` as people read it. */
export function creditText(report: CreditReport): string {
  const { name, seed, samples, folder } = report;
  return [
    `credit of the connections of ${name}, seed ${seed}; errors on ${countText(samples)} test samples\n`,
    layersText(report),
    networksText(report),
    curvesText(report),
    `written: credit.json and credit.csv in ${folder}\n`,
  ].join('\n');
}
