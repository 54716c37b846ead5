import { type CaseResult, CONTRACT, type ContractReport } from './run-contract.js';
import { QUANTITIES, TOLERANCES } from './tolerances.js';

const HEAD = [
  'backend',
  'in',
  'cases passed',
  'skipped',
  'numbers compared',
  ...QUANTITIES.map((quantity) => `largest difference, ${quantity} (allowed ${TOLERANCES[quantity]})`),
  'spikes compared',
  'near a threshold',
  'ran on',
];

/** The contract's results as a Markdown table, and below it every reason why something was skipped or failed. */
export function contractTable(reports: readonly ContractReport[]): string {
  const lines = [HEAD, HEAD.map(() => '---'), ...reports.map(rowOf)].map((cells) => `| ${cells.join(' | ')} |`);
  const notes = reports.flatMap(({ backend, place, unavailable, wanted, cases }) => [
    ...(unavailable === undefined ? [] : [`${backend} in ${place} skipped: ${unavailable}`]),
    ...(wanted === undefined || wanted >= CONTRACT.length
      ? []
      : [`${backend} in ${place}: ${wanted} of ${CONTRACT.length} cases (short form)`]),
    ...reasonsOf(cases).map(([reason, names]) => `${backend} in ${place} skipped ${names.join('; ')}: ${reason}`),
    ...cases.flatMap(({ name, problems }) =>
      shortened(problems).map((problem) => `${backend} in ${place} FAILED ${name}: ${problem}`),
    ),
  ]);
  return [...lines, ...(notes.length > 0 ? ['', ...notes] : [])].join('\n');
}

function rowOf({ backend, place, unavailable, cases }: ContractReport): readonly string[] {
  if (unavailable !== undefined) return [backend, place, ...HEAD.slice(2).map(() => '–')];
  const run = cases.filter(({ skipped }) => skipped === undefined);
  const total = (count: (one: CaseResult) => number): number => run.reduce((sum, one) => sum + count(one), 0);
  const largest = QUANTITIES.map((quantity) =>
    run.reduce((top, one) => Math.max(top, one.largest[quantity]), 0).toExponential(1),
  );
  return [
    backend,
    place,
    `${run.filter(({ problems }) => problems.length === 0).length} of ${run.length}`,
    `${cases.length - run.length}`,
    `${total(({ compared }) => compared)}`,
    ...largest,
    `${total(({ spikesCompared }) => spikesCompared)}`,
    `${total(({ spikesLeftOut }) => spikesLeftOut)}`,
    [...new Set(run.flatMap(({ device }) => device))].sort().join(', ') || '–',
  ];
}

/** The first problems of a case; what follows them mostly follows from them. */
export function shortened(problems: readonly string[]): readonly string[] {
  return problems.length <= 3 ? problems : [...problems.slice(0, 2), `and ${problems.length - 2} more`];
}

/** The cases behind each reason for skipping. */
function reasonsOf(cases: readonly CaseResult[]): readonly (readonly [string, readonly string[]])[] {
  const reasons = new Map<string, string[]>();
  for (const { name, skipped } of cases)
    if (skipped !== undefined) reasons.set(skipped, [...(reasons.get(skipped) ?? []), name]);
  return [...reasons];
}
