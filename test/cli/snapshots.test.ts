import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

import type { CliDependencies } from '../../src/cli/cli-dependencies.js';
import { main } from '../../src/cli/main.js';
import type { RunEvent } from '../../src/run/run-event.js';
import type { Scenario } from '../../src/scenario/scenario.js';
import { fakeRun } from '../streams/fake-run.js';
import { fakeDependencies, workFolder } from './fake-dependencies.js';
import { memoryIo } from './memory-io.js';

const DIGEST = '85944171f73967e8';
const KEY = 'probe digest(spikes) reference';

/** A scenario that holds a digest against its snapshot, and a run that tells the digest and what it knew. */
function withDigest(known: unknown[] = []): CliDependencies {
  const dependencies = fakeDependencies();
  const expectation = { that: 'digest(spikes)', equals: 'snapshot' };
  return {
    ...dependencies,
    parseScenario: (text, options) =>
      ({ ...dependencies.parseScenario(text, options), expect: [expectation] }) as Scenario,
    async *runScenario(_scenario, { snapshots }): AsyncGenerator<RunEvent, void, void> {
      known.push(snapshots);
      const isKept = snapshots === 'update' || snapshots?.[KEY] === DIGEST;
      const outcome = { that: 'digest(spikes)', in: 'probe', value: DIGEST, expected: 'the snapshot', pass: isKept };
      for await (const event of fakeRun()) yield event.kind === 'run-ended' ? { ...event, expect: [outcome] } : event;
    },
  };
}

describe('snapshots of a scenario', () => {
  test('are kept beside it when that is asked for, and known to later runs', async () => {
    const { file, out } = workFolder();
    const known: unknown[] = [];
    const run = async (...more: string[]) => {
      const io = memoryIo();
      const status = await main(['run', file, '--out', out, ...more], io, withDigest(known));
      return [status, io.stderr.text.match(/^snapshots: .*$/m)?.[0]];
    };
    const path = `${file}.snapshots.json`;
    expect(await run()).toEqual([1, undefined]);
    expect(existsSync(path)).toBe(false);
    expect(await run('--update-snapshots')).toEqual([0, `snapshots: 1 kept in ${path}`]);
    expect(readFileSync(path, 'utf8')).toBe(`{\n  "${KEY}": "${DIGEST}"\n}\n`);
    expect(await run()).toEqual([0, undefined]);
    expect(known).toEqual([{}, 'update', { [KEY]: DIGEST }]);
  });

  test('of other backends stay, in the order of the alphabet', async () => {
    const { file, out } = workFolder();
    const path = `${file}.snapshots.json`;
    const other = { 'probe digest(spikes) webgpu': '0123456789abcdef', [KEY]: '0000000000000000', a: DIGEST };
    writeFileSync(path, JSON.stringify(other));
    await main(['run', file, '--out', out, '--update-snapshots'], memoryIo(), withDigest());
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ ...other, [KEY]: DIGEST });
    expect(Object.keys(JSON.parse(readFileSync(path, 'utf8')))).toEqual(['a', KEY, 'probe digest(spikes) webgpu']);
  });

  test.each(['no json', '[1]', '{ "a": 5 }', '{ "a": "not a digest" }'])(
    'that read %j are refused before the run',
    async (text) => {
      const { file, out } = workFolder();
      writeFileSync(`${file}.snapshots.json`, text);
      const io = memoryIo();
      expect(await main(['run', file, '--out', out], io, withDigest())).toBe(2);
      expect(io.stderr.text).toBe(
        `error HV_SNAPSHOTS: cannot read ${file}.snapshots.json: expected a map from names to digests of 16 hexadecimal digits\n` +
          'remedy: Take it back as it was, or delete it and run the scenario with --update-snapshots.\n',
      );
      expect(existsSync(out)).toBe(false);
    },
  );

  test('are not looked for by a scenario without any, which is told when it is asked to keep them', async () => {
    const { file, out } = workFolder();
    writeFileSync(`${file}.snapshots.json`, 'no json');
    const io = memoryIo();
    expect(await main(['run', file, '--out', out, '--update-snapshots'], io, fakeDependencies())).toBe(0);
    expect(io.stderr.text).toContain('snapshots: none kept, nothing is held against one\n');
    expect(readFileSync(`${file}.snapshots.json`, 'utf8')).toBe('no json');
  });
});
