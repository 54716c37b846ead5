import { stringify } from 'yaml';
import { comparisonColumns, dataLines, failureLines, tuningText } from '../streams/text/compare-cells.js';
import type { ComparisonDocument, RuleResult } from '../sweep/comparison-document.js';
import { markdownTable } from './markdown-table.js';

/** As a scenario file writes it, on one line. */
function onOneLine(value: unknown): string {
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trim();
}

function ruleLine(rule: RuleResult): string {
  const { name, learn, train, with: own, backend, skipped = {} } = rule;
  const others = Object.keys(own).length > 0 ? `, with \`${onOneLine(own)}\`` : '';
  const passed = Object.entries(skipped).map(([other, reason]) => `not ${other}: ${reason}`);
  const where =
    backend === undefined ? 'no backend' : `backend ${backend}${passed.length > 0 ? ` (${passed.join('; ')})` : ''}`;
  return `- **${name}**: learn \`${onOneLine(learn)}\`, train \`${onOneLine(train)}\`${others}; ${where}; ${tuningText(rule)}`;
}

/** The document compare.md: the table, the settings of each rule and what failed. */
export function comparisonMarkdown(document: ComparisonDocument): string {
  const { name, seeds, tune, baseline, heaviside, node, platform, cpu, jobs, threads, table, rules } = document;
  const columns = comparisonColumns(document);
  const tuning = `Tuned on the validation part of the training samples (every fifth), seeds ${tune.seeds.join(' ')}${tune.epochs === undefined ? '' : `, ${tune.epochs} epochs`}.`;
  const failures = failureLines(document);
  const parts = [
    `# ${name}: learning rules compared`,
    [
      `Seeds ${seeds.join(' ')}. Intervals are 95 % (Student t); differences to ${baseline} are paired by seed.`,
      rules.some((rule) => rule.tuning) ? tuning : 'Nothing was tuned.',
      `Epochs and seconds to a target are medians over the seeds that reached it; other columns are means.`,
      'Pruned: test accuracy without that share of the smallest weights of each layer.',
      ...dataLines(document).map((text) => text.replace('*', '\\*')),
      `Heaviside ${heaviside}, Node ${node}, ${platform}, ${cpu}; runs at a time: ${jobs}, threads of each: ${threads}.`,
    ].join('\n'),
    markdownTable(
      columns.map(({ head }) => head),
      table.map((row) => columns.map(({ cell }) => cell(row))),
      (column) => column > 0,
    ),
    rules.map(ruleLine).join('\n'),
    ...(failures.length > 0 ? [`Failed:\n\n${failures.map((failure) => `- ${failure}`).join('\n')}`] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}
