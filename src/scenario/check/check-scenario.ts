import { NEURONS } from '../../core/neurons/neuron.js';
import type { RewardKind } from '../../core/rewards/reward.js';
import type { EncoderKind } from '../../data/encoders/encoder.js';
import { sourceShape } from '../../data/source-shape.js';
import { below, type Located, reportAt } from '../form/check-form.js';
import type { Report } from '../problems/problem.js';
import { listed, nearestName } from '../problems/words.js';
import type { Draft } from '../resolve/draft.js';
import { checkDataFit, checkMemory } from './check-data-fit.js';
import { checkLayerNames, layerParts } from './check-layer-names.js';
import { checkNetworkShapes } from './check-network-shapes.js';

/** Rewards of networks with a single output. */
const ONE_OUTPUT: readonly RewardKind[] = ['binary-sigmoid', 'maximize', 'minimize'];

/** Where the reward was written, or the part that its default comes from. */
function rewardPart(root: Located): Located {
  const learn = below(root, 'learn') ?? root;
  const reward = below(learn, 'reward');
  return (reward && (below(reward, 'kind') ?? reward)) ?? learn;
}

function checkReward({ learn, network }: Draft, root: Located, report: Report): void {
  if (learn?.reward.kind !== 'rate' || !network || network.readout === 'rate') return;
  reportAt(rewardPart(root), `another reward for read-out "${network.readout}"`, report, {
    got: '"rate", which counts spikes and needs read-out "rate"',
  });
}

/** One output a class, or a single one where the reward says so. */
function checkOutput({ learn, data }: Draft, root: Located, output: number, report: Report): void {
  const last = layerParts(root).at(-1);
  const reward = learn?.reward.kind;
  const source = data && sourceShape(data.train);
  if (!last || !reward) return;
  const part = below(last, 'size') ?? last;
  const got = String(output);
  if (ONE_OUTPUT.includes(reward)) {
    if (output !== 1) reportAt(part, `1 output, which reward "${reward}" is for`, report, { got });
    if (reward === 'binary-sigmoid' && source && source.classes !== 2) {
      reportAt(rewardPart(root), `a reward for ${source.classes} classes`, report, {
        got: `"${reward}", which is for 2`,
      });
    }
  } else if (source && output !== source.classes) {
    reportAt(part, `${source.classes} outputs, one for each class of "${data.train.source}"`, report, { got });
  }
}

/** Encoders whose output is spikes, so that the input layer can be recorded like any other. */
const SPIKING_ENCODERS: readonly EncoderKind[] = ['rate', 'latency', 'delta', 'spikes'];

/** Only layers that fire can be recorded. */
function checkRecord({ network, record, encode }: Draft, root: Located, report: Report): void {
  const recordPart = below(root, 'record');
  const list = recordPart && below(recordPart, 'spikes');
  if (!network || !record || !list) return;
  const firing = network.layers.filter((layer) => 'neuron' in layer && NEURONS[layer.neuron.kind].family !== 'analog');
  const inputs = encode && !SPIKING_ENCODERS.includes(encode.kind) ? [] : [network.input];
  const names = [...inputs, ...firing].map((layer) => layer.id);
  const expected = names.length === 0 ? 'no names: no layer of this network spikes' : `one of ${listed(names)}`;
  record.spikes.forEach((id, n) => {
    const part = below(list, n) ?? list;
    const silent = network.layers.some((layer) => layer.id === id) || network.input.id === id;
    const hint = silent ? { hint: 'this layer does not spike' } : { suggestion: nearestName(id, names) };
    if (!names.includes(id)) reportAt(part, expected, report, hint);
    else if (record.spikes.indexOf(id) < n) reportAt(part, 'every layer once', report);
  });
}

/** Checks what no part can see by itself, as far as the parts are sound. */
export function checkScenario(draft: Draft, root: Located, report: Report): void {
  const named: string[] = [];
  checkLayerNames(root, (problem) => {
    named.push(problem.path);
    report(problem);
  });
  const sizes = draft.network && checkNetworkShapes(draft.network, root, named, report);
  checkDataFit(draft, root, report);
  checkReward(draft, root, report);
  if (sizes) {
    checkOutput(draft, root, sizes.output, report);
    checkMemory(draft, root, sizes.values, report);
  }
  checkRecord(draft, root, report);
}
