import Papa from 'papaparse';

import type { StepMeasures } from '../sweep/step-measures.js';

/** What steps.csv names beside what was measured. */
const PLACE = ['rule', 'seed', 'step'];

/**
 * Reads steps.csv of a comparison: what its runs measured in single steps.
 *
 * @param report Hears of everything that cannot be read, one sentence each.
 */
export function readSteps(text: string, report: (problem: string) => void): readonly StepMeasures[] {
  const { data, errors, meta } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
  for (const { row = 0, message } of errors.slice(0, 20)) report(`line ${row + 2}: ${message}`);
  const missing = PLACE.filter((name) => !meta.fields?.includes(name));
  if (missing.length > 0) {
    report(`expected columns ${PLACE.join(', ')}, got none named ${missing.join(', ')}`);
    return [];
  }
  const names = meta.fields!.filter((name) => !PLACE.includes(name));
  return data.map((line) => {
    const measured = names.filter((name) => (line[name] ?? '') !== '');
    const measures = Object.fromEntries(measured.map((name) => [name, Number(line[name])]));
    return { rule: line['rule']!, seed: Number(line['seed']), step: Number(line['step']), measures };
  });
}
