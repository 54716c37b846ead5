import { describe, expect, test } from 'vitest';

import type { SpikeChoice, SpikeRoom } from '../../../src/data/spikes/spike-list.js';
import { spikesOfTable } from '../../../src/data/spikes/spike-table.js';

const ROOM: SpikeRoom = { dt: 0.0005, steps: 10, units: 3 };
const HEAD = 'phase,sample,label,layer,step,time_ms,unit';

const read = (lines: readonly string[], choice: SpikeChoice = {}, room: Partial<SpikeRoom> = {}) =>
  spikesOfTable(`${lines.join('\n')}\n`, choice, { ...ROOM, ...room });

const spikes = (times: readonly number[], units: readonly number[]) => ({
  spikes: { times: Uint32Array.from(times), units: Uint32Array.from(units) },
});

describe('spikes of a table', () => {
  test('are those of one layer, in their order', () => {
    const lines = [HEAD, 'free,,,h1,0,0,2', 'free,,,h1,1,0.5,0', 'free,,,h1,3,1.5,2', 'free,,,h1,3,1.5,1'];
    expect(read(lines)).toEqual(spikes([0, 1, 3, 3], [2, 0, 2, 1]));
  });

  test('are those that are chosen, where a table has several', () => {
    const lines = [
      HEAD,
      'free,,,h1,0,0,2',
      'free,,,out,1,0.5,0',
      'probe,7,1,h1,2,1,1',
      'probe,7,1,out,2,1,0',
      'probe,8,1,h1,1,0.5,0',
    ];
    expect(read(lines, { phase: 'free', layer: 'h1' })).toEqual(spikes([0], [2]));
    expect(read(lines, { phase: 'probe', layer: 'h1', sample: 8 })).toEqual(spikes([1], [0]));
    expect(read(lines)).toEqual({
      problems: [
        'phase: expected one of "free", "probe" to be chosen, got none',
        'layer: expected one of "h1", "out" to be chosen, got none',
        'sample: expected one of none, "7", "8" to be chosen, got none',
      ],
    });
    expect(read(lines, { phase: 'prob', layer: 'h3', sample: 9 })).toEqual({
      problems: [
        'phase: expected one of "free", "probe", got "prob"',
        'layer: expected one of "h1", "out", got "h3"',
        'sample: expected one of none, "7", "8", got "9"',
      ],
    });
    expect(read(lines, { phase: 'free', layer: 'h1', sample: 7 })).toEqual({
      problems: ['expected at least one spike, got none'],
    });
  });

  test('need no other columns than steps, or times, and units; blank lines and other separators do no harm', () => {
    expect(read(['unit;step', '', '1;4', '2;4'])).toEqual(spikes([4, 4], [1, 2]));
    expect(read(['time_ms,unit', '0.5,1', '2,0'])).toEqual(spikes([1, 4], [1, 0]));
  });

  test('need their columns', () => {
    expect(read(['phase,times,units', 'free,0,1'], { layer: 'h1' })).toEqual({
      problems: ['unit', 'step', 'layer'].map(
        (name) => `line 1: expected a column "${name}", got "phase", "times", "units"`,
      ),
    });
    expect(spikesOfTable('', {}, ROOM)).toEqual({ problems: ['expected a line of column names, got an empty file'] });
    expect(read([HEAD])).toEqual({ problems: ['expected at least one spike, got none'] });
  });

  test('are refused with all that is wrong with them, line by line', () => {
    const lines = [
      'step,unit',
      '0,3',
      '1.5,0',
      '-1,0',
      '2,one',
      '4,0',
      '3,0',
      '5',
      '5,1',
      '5,1',
      '10,2',
      '99999999999,1',
    ];
    expect(read(lines)).toEqual({
      problems: [
        'line 2: expected one of the 3 units that it is played to, from 0, got unit 3',
        'line 3, step: expected a whole number >= 0, got "1.5"',
        'line 4, step: expected a whole number >= 0, got "-1"',
        'line 5, unit: expected a whole number >= 0, got "one"',
        'line 7: expected steps that ascend, 4 or later, got 3',
        'line 8: expected 2 columns, got 1',
        'line 10: expected every spike once, got unit 1 at step 5 again',
        'line 11: expected a step before 10, where the phase or the presentation ends, got 10',
        'line 12, step: expected a whole number >= 0, got "99999999999"',
      ],
    });
    const many = read(['step,unit', ...Array.from({ length: 30 }, () => '0,7')]);
    expect('problems' in many && many.problems.length).toBe(11);
    expect('problems' in many && many.problems[10]).toMatch(/^and \d+ more$/);
  });

  test('of steps of another length are refused', () => {
    const dt = 0.001;
    expect(read([HEAD, 'free,,,h1,3,1.5,0'], {}, { dt })).toEqual({
      problems: ['line 2, time_ms: expected 3: step 3 of 1 ms, got 1.5'],
    });
    expect(read(['time_ms,unit', '1.5,0'], {}, { dt })).toEqual({
      problems: ['line 2, time_ms: expected whole steps of 1 ms, got 1.5'],
    });
    // 0.1 ms has no exact binary form: step 3 is written as 0.3.
    expect(read([HEAD, 'free,,,h1,3,0.3,0'], {}, { dt: 1e-4 })).toEqual(spikes([3], [0]));
  });

  test('with quotes that do not close are refused', () => {
    const found = read(['step,unit', '1,"0', '2,1']);
    expect('problems' in found && found.problems[0]).toMatch(/^line 2: expected closed quotes/);
  });
});
