import { sourceShape } from '../../data/source-shape.js';
import {
  DATA_SOURCES,
  type DataSourceDescription,
  type DataSourceKind,
  halfOf,
  type Split,
} from '../../data/sources/source.js';
import { VALIDATE_EVERY } from '../../data/training-part.js';
import { below, checkForm, type Located, reportAt } from '../form/check-form.js';
import { PAIR_FORM, SOURCE_FORMS, SOURCE_NAME, SOURCE_NAMES, SPLIT_FORMS } from '../form/data-form.js';
import type { Report } from '../problems/problem.js';
import { nearestName } from '../problems/words.js';
import type { Scenario } from '../scenario.js';
import { pathText, textAt } from '../tree/tree.js';

type Options = Readonly<Record<string, unknown>>;

/** Relations between the options of one source, each with what would be right. */
function checkOptions(part: Located, options: Options, report: Report): boolean {
  const { low, high, samples, classes, arms } = options as Readonly<Record<string, number | undefined>>;
  if (low !== undefined && high !== undefined && low >= high) {
    reportAt(below(part, 'low') ?? part, `"low" below "high" (${high})`, report, { got: String(low) });
    return false;
  }
  const groups = classes ?? arms ?? 2;
  if (samples !== undefined && samples < groups) {
    const expected = `at least one sample a class (${groups})`;
    reportAt(below(part, 'samples') ?? part, expected, report, { got: String(samples) });
    return false;
  }
  return true;
}

/** A part of the training samples must hold one. */
function checkPart(part: Located, description: DataSourceDescription, report: Report): boolean {
  const half = halfOf(description.split);
  const train = sourceShape({ ...description, split: half })?.count;
  if (half === description.split || train === undefined || train >= VALIDATE_EVERY) return true;
  const expected = `"train" or "test", because "${description.source}" has fewer than ${VALIDATE_EVERY} training samples (${train})`;
  reportAt(below(part, 'split') ?? part, expected, report);
  return false;
}

function isSource(name: string | undefined): name is DataSourceKind {
  return name !== undefined && (SOURCE_NAMES as readonly string[]).includes(name);
}

/** Reads one source; `split` is the half that is meant when the file does not say. */
function resolveSource(
  part: Located,
  split: Split,
  forms: typeof SOURCE_FORMS,
  report: Report,
): DataSourceDescription | undefined {
  const source = textAt(part.tree, 'source');
  if (part.tree.kind !== 'map' || !isSource(source)) {
    const name = below(part, 'source');
    const suggestion = source === undefined ? undefined : nearestName(source, SOURCE_NAMES);
    if (part.tree.kind !== 'map') reportAt(part, 'the name of a source, or a map', report);
    else if (name) checkForm(SOURCE_NAME, name, report);
    else reportAt(part, 'a key "source" with the name of a source', report, { got: 'none', suggestion });
    return undefined;
  }
  const checked = checkForm(forms[source], part, report, {
    missingHint: (key) => (key === 'dir' || key === 'file' ? `pass ${pathText(part.path)}.${key}=PATH` : undefined),
  });
  if (checked === undefined) return undefined;
  const description = { ...{ source, split }, ...DATA_SOURCES[source].defaults, ...checked } as DataSourceDescription;
  if (!checkOptions(part, { ...description }, report) || !checkPart(part, description, report)) return undefined;
  return description;
}

/** Reads `data`: one source for both splits, or one for each. */
export function resolveData(part: Located, report: Report): Partial<Scenario['data']> {
  const { tree } = part;
  const isPair = tree.kind === 'map' && (tree.entries.has('train') || tree.entries.has('test'));
  if (!isPair) {
    const train = resolveSource(part, 'train', SOURCE_FORMS, report);
    return train === undefined ? {} : { train, test: { ...train, split: 'test' } };
  }
  return resolvePair(part, report);
}

function resolvePair(part: Located, report: Report): Partial<Scenario['data']> {
  const [trainPart, testPart] = [below(part, 'train'), below(part, 'test')];
  checkForm(PAIR_FORM, part, report);
  const train = trainPart && resolveSource(trainPart, 'train', SPLIT_FORMS, report);
  const test = testPart && resolveSource(testPart, 'test', SPLIT_FORMS, report);
  if (!trainPart) reportAt(part, 'a key "train" beside "test"', report, { got: 'none' });
  if (testPart) return { ...(train && { train }), ...(test && { test }) };
  return train ? { train, test: { ...train, split: 'test' } } : {};
}
