import { z } from 'zod';
import { DATA_SOURCES, type DataSourceDescription, type DataSourceKind, SPLITS } from '../../data/sources/source.js';
import { SOURCE_OPTIONS } from '../../data/sources/source-options.js';
import { choice, flag, map, namesOf, optionFields, text } from './fields.js';

type OptionsOf<K extends DataSourceKind> = Omit<DataSourceDescription & { source: K }, 'source' | 'split'>;
type OptionName = { [K in DataSourceKind]: keyof OptionsOf<K> }[DataSourceKind];

/** Every option of every source; one name means the same wherever it appears. */
const OPTIONS: { readonly [N in OptionName]: z.ZodType } = {
  ...optionFields(SOURCE_OPTIONS),
  dir: text('a folder'),
  file: text('a file'),
  label: text('a column name, "first" or "last"'),
  header: flag(),
};

/** Options that a source cannot do without; all others have a default in `DATA_SOURCES`. */
const REQUIRED: { readonly [K in DataSourceKind]?: readonly (keyof OptionsOf<K>)[] } = {
  mnist: ['dir'],
  fashion: ['dir'],
  idx: ['dir'],
  csv: ['file'],
};

export const SOURCE_NAMES = namesOf(DATA_SOURCES);
export const SOURCE_NAME = choice(SOURCE_NAMES);
const SPLIT = choice(namesOf(SPLITS)).describe(
  ['Which samples of the source.', ...namesOf(SPLITS).map((name) => `- ${name}: ${SPLITS[name]}`)].join('\n'),
);

function buildForm(source: DataSourceKind, withSplit: boolean) {
  const required = (REQUIRED[source] ?? []) as readonly OptionName[];
  const optional = namesOf(DATA_SOURCES[source].defaults) as readonly OptionName[];
  return map({
    source: choice([source]),
    ...(withSplit ? { split: SPLIT.optional() } : {}),
    ...Object.fromEntries(required.map((name) => [name, OPTIONS[name]])),
    ...Object.fromEntries(optional.map((name) => [name, OPTIONS[name].optional()])),
  });
}

function buildForms(withSplit: boolean) {
  const forms = SOURCE_NAMES.map((source) => [source, buildForm(source, withSplit)]);
  return Object.fromEntries(forms) as { readonly [K in DataSourceKind]: ReturnType<typeof buildForm> };
}

/** The form of each source's map: its name and its options. */
export const SOURCE_FORMS = buildForms(false);
/** The same inside `train:` and `test:`, where it may say which half of the source is meant. */
export const SPLIT_FORMS = buildForms(true);

/** `data` with a source for each split. */
export const PAIR_FORM = map({ train: z.unknown().optional(), test: z.unknown().optional() });
