import type { Look } from '../../../run/watch/look.js';
import type { RunFacts } from '../../../streams/frames/view-frame.js';
import { type FigureTable, MOST_TABLE_ROWS } from '../figure-table.js';
import { fewDigits } from '../plot/ticks.js';
import { type Pixel, pixelRewards, pixelValues, placeOf, type SampleShape, sampleShape } from './sample-shape.js';

/** What the reward of the inputs is called. */
export function rewardName(feedback: RunFacts['feedback']): string {
  return feedback === 'gradient' ? 'negative gradient' : 'reward';
}

/** Why a presentation has no reward of its inputs; undefined when it has. */
export function whyNoReward(facts: RunFacts, look: Look): string | undefined {
  if (look.inputReward) return undefined;
  return facts.feedback === 'none'
    ? `The rule ${facts.rule} sends nothing back to the inputs: no input has a reward.`
    : 'No reward of the inputs came with this presentation.';
}

/** A presentation in a sentence: `Sample 12: label 3, answer 3 (right).` */
export function lookText({ sample, label, answer }: Look): string {
  return `Sample ${sample}: label ${label}, answer ${answer} (${label === answer ? 'right' : 'wrong'})`;
}

/** What is under the cursor: `row 3, column 5: input 0.82, reward +0.014`. */
export function pixelText(facts: RunFacts, look: Look, { row, column }: Pixel): string {
  const shape = sampleShape(facts.inputShape);
  const place = shape.isPicture ? `row ${row}, column ${column}` : `input ${column}`;
  const input = pixelValues(look.input, shape, row, column)
    .map((value) => fewDigits(value))
    .join(' / ');
  if (!look.inputReward) return `${place}: input ${input}`;
  const rewards = pixelValues(look.inputReward, shape, row, column);
  const sum = rewards.reduce((total, value) => total + value, 0);
  const parts = rewards.length > 1 ? ` (${rewards.map(signed).join(' / ')})` : '';
  return `${place}: input ${input}, ${rewardName(facts.feedback)} ${signed(sum)}${parts}`;
}

function signed(value: number): string {
  return value > 0 ? `+${fewDigits(value)}` : fewDigits(value);
}

function inputRows({ input, inputReward }: Look, shape: SampleShape): FigureTable['rows'] {
  return Array.from(input, (value, k) => {
    const { row, column, channel } = placeOf(k, shape);
    const place = [shape.isPicture ? row : undefined, column, shape.channels > 1 ? channel : undefined];
    return [...place, value, inputReward?.[k]];
  });
}

/** Read-outs of the classes, then inputs, the most rewarded and most punished first. */
export function rewardMapFigures(facts: RunFacts | undefined, look: Look | undefined): FigureTable {
  const columns = ['What', 'Row', 'Column', 'Channel', 'Input or read-out', 'Reward'];
  if (!facts || !look)
    return { caption: 'Reward of the inputs', columns, rows: [], note: 'No sample has been shown yet.' };
  const shape = sampleShape(facts.inputShape);
  const classes = Array.from(look.readout, (value, k) => [
    `class ${k}`,
    undefined,
    undefined,
    undefined,
    value,
    undefined,
  ]);
  const inputs = inputRows(look, shape)
    .map((row) => ['input', ...row])
    .toSorted((a, b) => Math.abs(Number(b[5] ?? 0)) - Math.abs(Number(a[5] ?? 0)));
  const rows = [...classes, ...inputs];
  const notes = [
    whyNoReward(facts, look),
    rows.length > MOST_TABLE_ROWS
      ? `${rows.length - MOST_TABLE_ROWS} inputs with smaller rewards were left out.`
      : undefined,
  ].filter((note) => note !== undefined);
  return {
    caption: `${lookText(look)}; ${rewardName(facts.feedback)} of the inputs`,
    columns,
    rows: rows.slice(0, MOST_TABLE_ROWS),
    ...(notes.length > 0 ? { note: notes.join(' ') } : {}),
  };
}

/** Every input in its order, then the read-outs. */
export function rewardMapTable(
  facts: RunFacts | undefined,
  look: Look | undefined,
): Pick<FigureTable, 'columns' | 'rows'> {
  const columns = ['kind', 'row', 'column', 'channel', 'value', 'reward'];
  if (!facts || !look) return { columns, rows: [] };
  const inputs = inputRows(look, sampleShape(facts.inputShape)).map((row) => ['input', ...row]);
  const classes = Array.from(look.readout, (value, k) => ['readout', undefined, k, undefined, value, undefined]);
  return { columns, rows: [...inputs, ...classes] };
}

/** What the picture shows, in a sentence. */
export function rewardMapSummary(facts: RunFacts, look: Look): string {
  const why = whyNoReward(facts, look);
  if (why !== undefined) return `${lookText(look)}. ${why}`;
  const shape = sampleShape(facts.inputShape);
  const rewards = pixelRewards(look.inputReward!, shape);
  const top = rewards.reduce((best, value, k) => (value > rewards[best]! ? k : best), 0);
  return `${lookText(look)}. Largest ${rewardName(facts.feedback)}: ${pixelText(facts, look, placeOf(top, shape))}.`;
}
