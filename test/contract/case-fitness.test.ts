import { expect, test } from 'vitest';
import { unfitness } from './case-fitness.js';
import { contractCase } from './cases/contract-case.js';
import { CASES } from './cases/contract-cases.js';
import { CROWD_CASE, SESSION_CASE, TWIN_CASE } from './cases/session-case.js';
import { oracleOf } from './oracle.js';
import { CONTRACT } from './run-contract.js';

test('no two cases have the same name', () => {
  expect(CONTRACT.filter((name, k) => CONTRACT.indexOf(name) !== k)).toEqual([]);
});

test.each([...CASES, SESSION_CASE, TWIN_CASE, CROWD_CASE])('$name is fit to judge float32 by', async (description) => {
  expect(await unfitness(await oracleOf(description))).toEqual([]);
});

test('a case with a potential at its threshold, an answer that roundings change or nothing to see is unfit', async () => {
  const [step, silent] = [
    CASES.find(({ name }) => name === 'step')!,
    CASES.find(({ name }) => name === 'nothing but silence')!,
  ];
  const poised = await unfitness(await oracleOf({ ...step, seed: 1 }));
  expect(poised.join('\n')).toContain('from its threshold');
  expect(poised.join('\n')).toContain('with four roundings of the weights');
  const { name, network, ...rest } = silent;
  const empty = await unfitness(await oracleOf(contractCase(name, network, { ...rest, degenerate: false })));
  expect(empty.join('\n')).toMatch(/layer "h" fires at 0.0 %[\s\S]*nothing reaches h.weight/);
});
