import { parseJsonText } from '../record/parse-json-text.js';
import type { ComparisonDocument } from './comparison-document.js';
import type { StepMeasures } from './step-measures.js';

/** What the page of a comparison shows. */
export interface ComparisonView {
  readonly document: ComparisonDocument;
  /** What runs measured in single steps; empty when no learner measures anything. */
  readonly steps: readonly StepMeasures[];
}

/** Fields of `ComparisonView` that hold names of comparisons and rules. */
const NAMES = ['name', 'baseline', 'rule'];

/**
 * Reads the JSON of a `ComparisonView` or of its document, as `jsonText` wrote it. Whether it is one is not checked.
 *
 * @throws SyntaxError when it is no JSON.
 */
export function parseComparison(text: string): unknown {
  return parseJsonText(text, NAMES);
}
