import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Papa from 'papaparse';
import { expect, test } from 'vitest';

import { exportRun } from '../../src/export/export-run.js';
import type { RecordedPiece } from '../../src/record/recording.js';
import { namesIn, recordedRun } from './recorded-run.js';

async function csvOf(run: string) {
  const { path } = await exportRun(run, { to: 'csv' });
  return { names: namesIn(path), text: (name: string) => readFileSync(join(path, name), 'utf8') };
}

test('everything that a run recorded stands in tables, a value a line', async () => {
  const { names, text } = await csvOf(await recordedRun());
  expect(names).toEqual([
    'courses-learn-weights.csv',
    'metrics.csv',
    'spikes.csv',
    'traces-free-h1.voltage.csv',
    'weights-h1.csv',
    'weights-out.csv',
  ]);
  // A step is half a millisecond. The run without phases first, then phases in the order of their names.
  expect(text('spikes.csv').split('\n')).toEqual([
    'phase,sample,label,layer,step,time_ms,unit',
    ',0,1,h1,1,0.5,0',
    ',0,1,h1,1,0.5,2',
    ',0,1,h1,3,1.5,2',
    ',5,0,h1,0,0,1',
    'free,,,h1,0,0,2',
    'free,,,h1,1,0.5,0',
    'free,,,h1,2,1,2',
    'free,,,h1,3,1.5,1',
    'probe,7,1,h1,2,1,1',
    'probe,7,1,out,2,1,0',
    '',
  ]);
  expect(text('traces-free-h1.voltage.csv').split('\n').slice(0, 6)).toEqual([
    'sample,label,step,time_ms,unit,value',
    ',,0,0,1,0.5',
    ',,0,0,2,-1',
    ',,1,0.5,1,0.25',
    ',,1,0.5,2,0',
    ',,2,1,1,0.5',
  ]);
  expect(text('weights-h1.csv')).toBe(`tensor,axis0,axis1,value
h1.weight,0,0,1
h1.weight,0,1,2
h1.weight,1,0,3
h1.weight,1,1,4
h1.weight,2,0,5
h1.weight,2,1,6
h1.bias,0,,0.1
h1.bias,1,,0.2
h1.bias,2,,0.3
`);
  expect(text('courses-learn-weights.csv')).toBe(`epoch,step,tensor,axis0,value
1,2,out.bias,0,1
1,2,out.bias,1,-1
2,4,out.bias,0,2
2,4,out.bias,1,-2
`);
  expect(text('metrics.csv')).toBe(`phase,epoch,step,split,name,value
,1,2,train,reward,NaN
,1,2,test,accuracy,0.5
,2,4,test,accuracy,0.75
`);
});

test('many rows are all there', async () => {
  const count = 5000;
  const times = Uint32Array.from({ length: count }, (_, k) => k);
  const frame = { kind: 'spikes', phase: 'free', layer: 'h1', size: 3, from: 0, steps: count } as const;
  const { text } = await csvOf(await recordedRun({ spikes: [], pieces: [{ ...frame, times, units: times }] }));
  const { data, errors } = Papa.parse<{ step: number; time_ms: number }>(text('spikes.csv').trimEnd(), {
    header: true,
    dynamicTyping: true,
  });
  expect([errors.length, data.length, data.at(-1)?.step, data.at(-1)?.time_ms]).toEqual([0, count, 4999, 2499.5]);
});

test('names of a damaged or hostile recording lead nowhere else', async () => {
  const frame = {
    kind: 'trace',
    phase: '../..',
    layer: 'a/b',
    variable: 'voltage',
    first: 0,
    count: 1,
    from: 0,
  } as const;
  const piece: RecordedPiece = { ...frame, values: Float32Array.of(1) };
  const { names } = await csvOf(await recordedRun({ spikes: [], pieces: [piece], metrics: [] }));
  expect(names).toContain('traces-..%2F..-a%2Fb.voltage.csv');
});
