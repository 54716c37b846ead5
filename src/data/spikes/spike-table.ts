import Papa from 'papaparse';

import { CHOICE_KEYS, ChosenSpikes, type SpikeOrigin } from './chosen-spikes.js';
import { type ProblemList, problemList } from './problem-list.js';
import { SpikeGatherer } from './spike-gatherer.js';
import type { FoundSpikes, SpikeChoice, SpikeRoom } from './spike-list.js';

const WHOLE = /^\d{1,9}$/;
const NUMBER = /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const DELIMITERS = [',', '\t', ';', '|'];
/** How far a time in milliseconds may be from a whole step: it was written with 15 digits. */
const CLOSE = 1e-9;

/** Place of each column that is read. */
type Columns = Readonly<Partial<Record<'step' | 'time_ms' | 'unit' | (typeof CHOICE_KEYS)[number], number>>>;

/**
 * Reads spikes from a table with a line of column names: `unit`, `step` or `time_ms` or both, and where several are in one
 * table `phase`, `layer` and `sample`, as `heaviside export --to csv` writes it. Other columns mean nothing. Lines ascend in
 * time.
 *
 * @returns The spikes, or what is wrong, by line from 1.
 */
export function spikesOfTable(text: string, choice: SpikeChoice, room: SpikeRoom): FoundSpikes {
  const problems = problemList();
  const chosen = new ChosenSpikes(choice);
  const gatherer = new SpikeGatherer(room, problems);
  let [line, width] = [0, 0];
  let columns: Columns | undefined;
  let isReadable = true;
  Papa.parse<string[]>(text, {
    delimiter: delimiterOf(text),
    step({ data: cells, errors }, parser) {
      line++;
      const broken = errors.find(({ type }) => type === 'Quotes');
      if (broken) problems.add(`line ${line}: expected closed quotes, got ${broken.message}`);
      if (broken || (cells.length === 1 && cells[0]!.trim() === '')) return;
      if (!columns) {
        columns = columnsOf(cells, choice, problems);
        width = cells.length;
        isReadable = columns !== undefined;
        if (!isReadable) parser.abort();
        return;
      }
      const place = `line ${line}`;
      if (cells.length !== width) problems.add(`${place}: expected ${width} columns, got ${cells.length}`);
      else takeRow(place, cells, columns, { chosen, gatherer, room, problems });
    },
  });
  if (!isReadable) return { problems: problems.told() };
  if (columns === undefined) return { problems: ['expected a line of column names, got an empty file'] };
  // While it is not clear which spikes are meant, nothing is known of their order.
  const told = chosen.isClear ? [...problems.told(), ...chosen.problems()] : chosen.problems();
  return told.length > 0 ? { problems: told } : { spikes: gatherer.spikes() };
}

/** What separates the names of the columns. */
function delimiterOf(text: string): string {
  const head = /\S[^\r\n]*/.exec(text)?.[0] ?? '';
  return DELIMITERS.find((one) => head.includes(one)) ?? ',';
}

/** Finds the columns in the first line; undefined when some are missing, which is told. */
function columnsOf(names: readonly string[], choice: SpikeChoice, problems: ProblemList): Columns | undefined {
  const places = new Map(names.map((name, column) => [name.trim(), column]));
  const got = `got ${names.map((name) => JSON.stringify(name.trim())).join(', ')}`;
  const missing = [
    ...(places.has('unit') ? [] : ['unit']),
    ...(places.has('step') || places.has('time_ms') ? [] : ['step']),
    ...CHOICE_KEYS.filter((key) => choice[key] !== undefined && !places.has(key)),
  ];
  for (const name of missing) problems.add(`line 1: expected a column "${name}", ${got}`);
  return missing.length > 0 ? undefined : Object.fromEntries(places);
}

/** What a line is read with. */
interface RowReader {
  readonly chosen: ChosenSpikes;
  readonly gatherer: SpikeGatherer;
  readonly room: SpikeRoom;
  readonly problems: ProblemList;
}

function takeRow(
  place: string,
  cells: readonly string[],
  columns: Columns,
  { chosen, gatherer, room, problems }: RowReader,
): void {
  const cellOf = (name: keyof Columns) => {
    const column = columns[name];
    return column === undefined ? undefined : cells[column]!.trim();
  };
  const origin: SpikeOrigin = { phase: cellOf('phase'), layer: cellOf('layer'), sample: cellOf('sample') };
  if (!chosen.has(origin)) return;
  const unit = cellOf('unit') ?? '';
  const isUnit = WHOLE.test(unit);
  if (!isUnit) problems.add(`${place}, unit: expected a whole number >= 0, got ${JSON.stringify(unit)}`);
  const step = stepOf(cellOf('step'), cellOf('time_ms'), room.dt * 1000);
  if ('expected' in step) problems.add(`${place}, ${step.column}: expected ${step.expected}, got ${step.got}`);
  else if (isUnit) gatherer.take(place, step.step, Number(unit));
}

type Step = { readonly step: number } | { readonly column: string; readonly expected: string; readonly got: string };

/** The step of a spike; where its time is there, too, both have to agree. @param ms Milliseconds of a step. */
function stepOf(step: string | undefined, time: string | undefined, ms: number): Step {
  const wrong = (column: string, expected: string, got: string) => ({ column, expected, got });
  if (step !== undefined && !WHOLE.test(step)) return wrong('step', 'a whole number >= 0', JSON.stringify(step));
  if (time === undefined) return { step: Number(step) };
  if (!NUMBER.test(time)) return wrong('time_ms', 'a number >= 0', JSON.stringify(time));
  const exact = Number(time) / ms;
  const whole = step === undefined ? Math.round(exact) : Number(step);
  if (Math.abs(exact - whole) <= CLOSE * Math.max(1, whole)) return { step: whole };
  if (step !== undefined)
    return wrong('time_ms', `${Number((whole * ms).toPrecision(15))}: step ${step} of ${ms} ms`, time);
  return wrong('time_ms', `whole steps of ${ms} ms`, time);
}
