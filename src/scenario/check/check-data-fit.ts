import { HeavisideError } from '../../core/heaviside-error.js';
import { countText, presentationProblem } from '../../core/network/network-limits.js';
import { type Shape, shapeText, sizeOf } from '../../core/shape.js';
import { encodedShape } from '../../data/encoders/create-encoder.js';
import { type SourceShape, sourceShape } from '../../data/source-shape.js';
import { MOST_GENERATED_VALUES } from '../../data/sources/balanced-samples.js';
import { below, type Located, reportAt } from '../form/check-form.js';
import type { Report } from '../problems/problem.js';
import type { Draft } from '../resolve/draft.js';
import type { Scenario } from '../scenario.js';
import { layerParts } from './check-layer-names.js';

/** The part at `keys`, or the nearest part around it that was written. */
function nearest(root: Located, ...keys: readonly string[]): Located {
  let part = root;
  for (const key of keys) part = below(part, key) ?? part;
  return part;
}

function encoded(draft: Draft, root: Located, shape: Shape, report: Report): Shape | undefined {
  if (draft.encode === undefined) return undefined;
  try {
    return encodedShape(draft.encode, shape);
  } catch (error) {
    if (!(error instanceof HeavisideError)) throw error;
    reportAt(nearest(root, 'encode'), `an encoder for samples of ${shapeText(shape)}`, report, { got: error.message });
    return undefined;
  }
}

/** The input layer must hold what the encoder gives. */
function checkInput(draft: Draft, root: Located, source: SourceShape, report: Report): void {
  const wanted = encoded(draft, root, source.shape, report);
  const input = draft.network?.input.shape;
  const part = layerParts(root)[0];
  if (!wanted || !input || !part || !draft.data || !draft.encode) return;
  const sameForm = input.length === wanted.length && input.length > 1;
  if (sizeOf(input) === sizeOf(wanted) && (!sameForm || shapeText(input) === shapeText(wanted))) return;
  const origin = `the samples of "${draft.data.train.source}" (${shapeText(wanted)}) under encoder "${draft.encode.kind}"`;
  const field = below(part, 'shape') ?? below(part, 'size') ?? part;
  reportAt(field, `${sizeOf(wanted)} inputs for ${origin}`, report, {
    got: input.length > 1 ? `${sizeOf(input)} (${shapeText(input)})` : String(sizeOf(input)),
  });
}

function checkBatches(draft: Draft, root: Located, data: Scenario['data'], report: Report): void {
  for (const split of ['train', 'test'] as const) {
    const count = sourceShape(data[split])?.count;
    const batch = draft[split]?.batch;
    if (count === undefined) continue;
    if (batch !== undefined && batch > count) {
      reportAt(nearest(root, split, 'batch'), `at most ${count}, the samples of data.${split}`, report);
    }
    const samples = split === 'test' ? draft.record?.samples : undefined;
    if (samples !== undefined && samples > count) {
      reportAt(nearest(root, 'record', 'samples'), `at most ${count}, the samples of data.test`, report);
    }
  }
}

/** What is shown at once must fit into the memory, in training and in tests. */
export function checkMemory(draft: Draft, root: Located, values: number, report: Report): void {
  if (!draft.time) return;
  for (const split of ['train', 'test'] as const) {
    const batch = draft[split]?.batch;
    const problem = batch === undefined ? undefined : presentationProblem(values, draft.time.steps, batch);
    if (!problem) continue;
    const { expected, got, remedy } = problem;
    // Which of the factors is the mistake nobody knows: the batch, where it was written, is the easiest to change.
    const written = [nearest(root, split, 'batch'), nearest(root, 'time', 'steps'), nearest(root, 'network')];
    reportAt(written.find(({ path }) => path.length > 1) ?? written[2]!, expected, report, { got, hint: remedy });
  }
}

/** What a generated source would draw must fit into the memory. */
function checkGenerated(data: Scenario['data'], root: Located, report: Report): void {
  for (const split of ['train', 'test'] as const) {
    const { count = 0, shape = [] } = sourceShape(data[split]) ?? {};
    const values = count * sizeOf(shape);
    if (values <= MOST_GENERATED_VALUES) continue;
    const expected = `at most ${countText(MOST_GENERATED_VALUES)} values to generate (samples times features)`;
    reportAt(nearest(root, 'data', split), expected, report, { got: countText(values) });
  }
}

/** Checks data against encoder, input layer and batches, as far as the source's shape is known before it is loaded. */
export function checkDataFit(draft: Draft, root: Located, report: Report): void {
  if (draft.data === undefined) return;
  const [train, test] = [sourceShape(draft.data.train), sourceShape(draft.data.test)];
  if (train) checkInput(draft, root, train, report);
  if (train && test && (shapeText(train.shape) !== shapeText(test.shape) || train.classes !== test.classes)) {
    const textOf = ({ shape, classes }: SourceShape) => `samples of ${shapeText(shape)} in ${classes} classes`;
    reportAt(nearest(root, 'data', 'test'), `${textOf(train)}, as in data.train`, report, { got: textOf(test) });
  }
  checkBatches(draft, root, draft.data, report);
  checkGenerated(draft.data, root, report);
}
