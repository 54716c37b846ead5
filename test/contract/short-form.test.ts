import { expect, test } from 'vitest';
import { familiesOfNames } from './case-families.js';
import { CONTRACT } from './run-contract.js';
import { SHORT_FORM, testedCases } from './short-form.js';

test('the short form has every family of cases, and every promise of a session but that of threads', () => {
  const families = familiesOfNames(CONTRACT).filter((family) => family !== 'threads change nothing');
  expect(familiesOfNames(SHORT_FORM)).toEqual(families);
});

test('it is part of the contract, and shorter', () => {
  expect(SHORT_FORM.filter((name) => !CONTRACT.includes(name))).toEqual([]);
  expect(new Set(SHORT_FORM).size).toBe(SHORT_FORM.length);
  expect(SHORT_FORM.length).toBeLessThan(CONTRACT.length / 2);
});

test('a family that only one of its cases has is missed when that case is left out', () => {
  const without = (left: string) => familiesOfNames(SHORT_FORM.filter((name) => name !== left));
  const missing = (left: string) => familiesOfNames(SHORT_FORM).filter((family) => !without(left).includes(family));
  expect(missing('batch-norm of maps')).toEqual(['layer batch-norm']);
  expect(missing('sgd, feedback clipped')).toEqual(['feedback clipped']);
  const stimulated = 'stimulus: step and analog units under a constant input, three chunks';
  expect(missing(stimulated)).toEqual(['stimulus', 'units cut']);
  expect(missing('a session goes on from a snapshot')).toEqual(['a session goes on from a snapshot']);
});

test('Node runs the whole on plain JavaScript, a page on what needs no compiling', () => {
  expect(testedCases('cpu', 'node')).toEqual(CONTRACT);
  expect(testedCases('events', 'page')).toEqual(CONTRACT);
  expect(testedCases('webgl2', 'page')).toHaveLength(SHORT_FORM.length);
});
