import { percentText } from '../../../streams/text/number-text.js';
import type { RunStore } from '../../view/run-store.js';
import { type FigureTable, MOST_TABLE_ROWS } from '../figure-table.js';
import { phasePlaces, testPoints } from './curve-phases.js';
import { interventionText } from './intervention-text.js';
import { keptPoints, learningSeries, QUANTITIES, valueAt } from './learning-series.js';

/** Most interventions that are told in words. */
const INTERVENTIONS = 20;

type Row = FigureTable['rows'][number];

/** What a run is called in a picture; runs of one name are told apart by their seeds. */
export function runLabel(runs: readonly RunStore[], number: number): string {
  const facts = runs[number]?.facts;
  if (!facts) return `run ${number + 1}`;
  const namesakes = runs.filter((run) => run.facts?.name === facts.name);
  if (namesakes.length < 2) return facts.name;
  const twins = namesakes.filter((run) => run.facts?.seed === facts.seed);
  return `${facts.name}, seed ${facts.seed}${twins.length > 1 ? ` (${number + 1})` : ''}`;
}

function rowsOf(run: RunStore, label: string): readonly Row[] {
  const series = QUANTITIES.map((quantity) => learningSeries(run, quantity));
  const epochs = [...new Set(run.metrics.map(({ epoch }) => epoch))];
  const at = (points: { readonly epochs: ArrayLike<number>; readonly values: ArrayLike<number> }, epoch: number) => {
    const found = valueAt(points, epoch);
    return found?.epoch === epoch ? found.value : undefined;
  };
  return epochs.map((epoch) => [
    label,
    epoch,
    ...series.slice(0, 3).flatMap(({ train, test }) => [at(train, epoch), at(test, epoch)]),
    valueAt(series[3]!.batches, epoch)?.value,
  ]);
}

/** One line for each epoch of each run that is kept, of the newest ones where there are too many. */
export function learningFigures(runs: readonly RunStore[]): FigureTable {
  const all = runs.flatMap((run, number) => rowsOf(run, runLabel(runs, number)));
  const left = all.length - MOST_TABLE_ROWS;
  const notes = [
    ...(all.length === 0 ? ['No epoch has ended yet.'] : []),
    ...(left > 0 ? [`${left} older rows were left out.`] : []),
    ...runs.flatMap((run, number) => {
      const kept = keptPoints(run);
      if (!kept) return [];
      const { train, epochs, tests } = kept;
      return [`${runLabel(runs, number)}: ${train} of ${epochs} epochs of training and ${tests} tests are kept.`];
    }),
    ...runs.flatMap(({ batches: { batchesPerPoint } }, number) =>
      batchesPerPoint === 1 ? [] : [`${runLabel(runs, number)}: points of batches are means of ${batchesPerPoint}.`],
    ),
    ...interventionNotes(runs),
    ...runs.flatMap((run, number) => phaseNotes(run, runLabel(runs, number))),
  ];
  const [, reward, spikes] = QUANTITIES;
  return {
    caption: 'Learning curves: means over each epoch of training, and tests after it',
    columns: [
      ...['Run', 'Epoch', 'Accuracy, train', 'Accuracy, test', `${reward!.title}, train`, `${reward!.title}, test`],
      ...[`${spikes!.title}, train`, `${spikes!.title}, test`, 'Learning rate'],
    ],
    rows: left > 0 ? all.slice(left) : all,
    ...(notes.length > 0 ? { note: notes.join(' ') } : {}),
  };
}

/** Where phases begin, and what those that only test came to. */
function phaseNotes(run: RunStore, label: string): readonly string[] {
  const places = phasePlaces(run).map(({ x, text }) => `${text} at epoch ${x}`);
  const tests = testPoints(run, QUANTITIES[0]!).map(
    ({ phase, value }) => `test accuracy in ${phase} ${percentText(value)}`,
  );
  return places.length === 0 ? [] : [`${label}: phases begin: ${[...places, ...tests].join('; ')}.`];
}

/** The newest interventions in words, so that those are told, too, that have no room in the picture. */
function interventionNotes(runs: readonly RunStore[]): readonly string[] {
  const told = runs.flatMap((run, number) => {
    const perEpoch = run.facts?.batchesPerEpoch ?? 1;
    return run.interventions
      .filter(({ refused }) => refused === undefined)
      .map(({ step, intervention }) => {
        const epochs = (step / perEpoch).toFixed(2);
        return `${runLabel(runs, number)}: ${interventionText(intervention)} after ${epochs} epochs.`;
      });
  });
  return told.slice(-INTERVENTIONS);
}

/** Every point of every curve, batches included: run, kind, step and epoch, then the quantities. */
export function learningTable(runs: readonly RunStore[]): Pick<FigureTable, 'columns' | 'rows'> {
  const rows = runs.flatMap((run, number) => {
    const label = runLabel(runs, number);
    const { batches } = run;
    const [step, epoch] = [batches.column('step'), batches.column('epoch')];
    const columns = QUANTITIES.map(({ name }) => batches.column(name));
    const finite = (value: number | undefined): number | undefined => (Number.isFinite(value) ? value : undefined);
    return [
      ...step.map((at, k): Row => [label, 'batches', at, epoch[k], ...columns.map((values) => finite(values[k]))]),
      ...run.metrics.map(
        ({ split, step, epoch, metrics }): Row => [
          ...[label, split, step, epoch],
          ...QUANTITIES.map((quantity) => finite(metrics[quantity[split] ?? ''])),
        ],
      ),
    ];
  });
  return { columns: ['run', 'kind', 'step', 'epoch', ...QUANTITIES.map(({ name }) => name)], rows };
}

/** What the curves show, in a sentence. */
export function learningSummary(runs: readonly RunStore[]): string {
  const said = runs.flatMap((run, number) => {
    const { test, batches } = learningSeries(run, QUANTITIES[0]!);
    const count = test.values.length;
    if (count === 0) {
      const now = valueAt(batches, Number.POSITIVE_INFINITY);
      return now
        ? [`${runLabel(runs, number)}: ${percentText(now.value)} of a batch after ${now.epoch.toFixed(1)} epochs`]
        : [];
    }
    const best = Array.from(test.values).reduce((top, value, k, all) => (value > all[top]! ? k : top), 0);
    const among = keptPoints(run) ? ' of the points kept' : '';
    return [
      `${runLabel(runs, number)}: test accuracy ${percentText(test.values[count - 1]!)} after ${test.epochs[count - 1]} epochs, ` +
        `at best${among} ${percentText(test.values[best]!)} after ${test.epochs[best]}`,
    ];
  });
  return said.length === 0 ? 'Learning curves. No batch has been learned yet.' : `Learning curves. ${said.join('. ')}.`;
}
