import type { Baseline, CollapseReport } from '../run/collapse/collapse-report.js';
import { countText, percentText, valueText } from '../streams/text/number-text.js';
import { columnsText } from './result-text.js';

function remarkOf({ remark, local }: Baseline): string {
  if (!local) return remark;
  const { neighbours, neighbourAgreement, largestDifference } = local;
  const reach = `on the ${neighbours} nearest others it agrees in ${percentText(neighbourAgreement)}`;
  return `${remark}; ${reach}; largest difference of a sum ${valueText(largestDifference)}`;
}

function rowOf(baseline: Baseline): string[] {
  const { name, parameters, accuracy, agreement, exact } = baseline;
  const figures = [countText(parameters), percentText(accuracy), percentText(agreement)];
  return [name, ...figures, exact ? 'exact' : '', remarkOf(baseline)];
}

function networkRemark({ network: { summary } }: CollapseReport): string {
  return summary.confirmed ? 'accuracy(test) is what its run said' : `not checked: ${summary.why}`;
}

/** The result of `heaviside collapse` as people read it. */
export function collapseText(report: CollapseReport): string {
  const { name, seed, split, samples, inputs, teacher, network, baselines, skipped, folder, backend } = report;
  const rows = [
    ['', 'parameters', 'accuracy', 'agreement', '', ''],
    ['the network', countText(network.parameters), percentText(network.accuracy), '', '', networkRemark(report)],
    ...baselines.map(rowOf),
  ];
  return [
    `collapsed dense baselines of ${name}, seed ${seed}, on ${countText(samples)} samples of the ${split} split (${backend})`,
    `made from the trained network: its weights, or its answers (${teacher}); this is no way to train`,
    `inputs of the dense layers: ${inputs}`,
    '',
    `${columnsText(rows, [1, 2, 3])}${skipped.map((row) => `not ${row.name}: ${row.reason}\n`).join('')}`,
    `written: collapse.json and collapse.safetensors in ${folder}\n`,
  ].join('\n');
}
