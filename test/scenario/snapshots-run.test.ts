import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { renamedSnapshotsRun, snapshotsRun } from '../../src/scenario/overrides/snapshots-run.js';

const named = (...overrides: readonly string[]) => snapshotsRun(1, overrides);

describe('the name of a run among snapshots', () => {
  test.each([
    ['a number', ['a.b=1e-3'], 'a.b=0.001'],
    ['text', ['a= x '], 'a=x'],
    ['text that would be read as something else', ['a="5"'], 'a="5"'],
    ['text with spaces', ['a=x == 5'], 'a="x == 5"'],
    ['nothing', ['a='], 'a=null'],
    ['true', ['a=true'], 'a=true'],
    ['numbers that JSON has not', ['a=.inf', 'b=-.Inf'], 'a=.inf b=-.inf'],
    ['a list and a map', ['a=[1.0, {y: x, b: "2"}]'], 'a=[1,{"b":"2","y":"x"}]'],
    ['an index', ['a[01].b=1'], 'a[1].b=1'],
    ["a seed, which is the run's", ['seed=5', 'a.seed=2'], 'a.seed=2'],
    ['what says which runs there are', ['sweep.seed=[1]', 'compare.rules=[lfp]', 'sweeper=1'], 'sweeper=1'],
    ['what is replaced later', ['a.b=1', 'c=1', 'a={ d: 1 }', 'c=2'], 'a={"d":1} c=2'],
    ['a part behind its whole', ['z=1', 'a={ d: 1 }', 'a.d=2'], 'a={"d":1} a.d=2 z=1'],
    ['what may be one item under two names', ['z=1', 'a[0].b=1', 'a.h1.b=2'], 'z=1 a[0].b=1 a.h1.b=2'],
  ])('has %s in one spelling', (_, overrides, expected) => {
    expect(named(...overrides)).toBe(`seed=1 ${expected}`);
    expect(named(...overrides.map((text) => text.replace('=', '= ')))).toBe(`seed=1 ${expected}`);
  });

  test('is the same for every order of overrides of different keys', () => {
    const overrides = ['c.a=1', 'b="x y"', 'a=[1]', 'c.b[0]=2'];
    fc.assert(
      fc.property(fc.shuffledSubarray(overrides, { minLength: overrides.length }), (shuffled) => {
        expect(named(...shuffled)).toBe('seed=1 a=[1] b="x y" c.a=1 c.b[0]=2');
      }),
    );
  });

  test('tells whole and part apart by their order', () => {
    expect(named('a.d=2', 'a={ d: 1 }')).not.toBe(named('a={ d: 1 }', 'a.d=2'));
  });

  test('is found for an earlier one, with the overrides as they were given', () => {
    expect(renamedSnapshotsRun('seed=7')).toBe('seed=7');
    expect(renamedSnapshotsRun('seed=7 b=1e1 a=x >= 5 a.c=[1, 2]')).toBe('seed=7 a="x >= 5" a.c=[1,2] b=10');
    expect(renamedSnapshotsRun('something else')).toBe('something else');
  });
});
