import { readdirSync, readFileSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import * as files from 'node:fs/promises';
import { basename, join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';

import { createRunFolder } from '../../src/record/run-folder.js';
import { temporaryFolder } from './temporary-folder.js';

vi.mock('node:fs/promises', async (load) => {
  const real = await load<typeof files>();
  return { ...real, open: vi.fn(real.open) };
});

const { open: reallyOpen } = await vi.importActual<typeof files>('node:fs/promises');
const XOR = { name: 'xor', scenarioText: 'scenario: 1\nseed: 7240\n', manifest: {} };
const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
let opened: Map<string, FileHandle>;

/** Opens files for real and lets a test see to those that have been opened. */
beforeEach(() => {
  opened = new Map();
  vi.mocked(files.open).mockImplementation(async (...args) => {
    const file = await reallyOpen(...args);
    opened.set(basename(String(args[0])), file);
    return file;
  });
});

test('a run folder whose metrics cannot be opened leaves no open file and no lock behind', async () => {
  const out = temporaryFolder();
  const open = vi.mocked(files.open).getMockImplementation()!;
  vi.mocked(files.open).mockImplementation(async (...args) => {
    if (String(args[0]).endsWith('metrics.jsonl')) throw Object.assign(new Error('too many'), { code: 'EMFILE' });
    return open(...args);
  });
  await expect(createRunFolder({ out, ...XOR })).rejects.toMatchObject({
    code: 'HV_RUN_FOLDER',
    message: expect.stringMatching(/metrics\.jsonl: too many open files \(EMFILE\)$/),
  });
  expect(opened.get('events.jsonl')!.fd).toBe(-1);
  expect(readdirSync(join(out, 'xor')).filter((name) => name.endsWith('.lock'))).toEqual([]);
});

test('the scenario, which makes a folder that of a run, is written when the manifest is there', async () => {
  const out = temporaryFolder();
  const open = vi.mocked(files.open).getMockImplementation()!;
  vi.mocked(files.open).mockImplementation(async (...args) => {
    if (String(args[0]).endsWith('.scenario.yaml.partial')) throw full;
    return open(...args);
  });
  const manifest = { backend: { chosen: 'events' } };
  await expect(createRunFolder({ out, ...XOR, manifest })).rejects.toMatchObject({ code: 'HV_RUN_FOLDER' });
  const folder = join(out, 'xor', readdirSync(join(out, 'xor'))[0]!);
  expect(readdirSync(folder).sort()).toEqual(['checkpoints', 'manifest.json', 'spikes']);
  expect(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))).toEqual(manifest);
});

test('a file of a run that cannot be closed is told with its path, and the other is closed', async () => {
  const out = temporaryFolder();
  const folder = await createRunFolder({ out, ...XOR });
  const events = opened.get('events.jsonl')!;
  const close = events.close.bind(events);
  events.close = async () => {
    await close();
    throw full;
  };
  await expect(folder.close()).rejects.toMatchObject({
    code: 'HV_RUN_FOLDER',
    message: expect.stringMatching(/^cannot write .*events\.jsonl: no space left on the device \(ENOSPC\)$/),
  });
  expect(opened.get('metrics.jsonl')!.fd).toBe(-1);
  expect(readdirSync(join(out, 'xor')).filter((name) => name.endsWith('.lock'))).toEqual([]);
});
