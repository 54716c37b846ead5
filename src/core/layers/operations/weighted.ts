import { applyRule } from '../../feedback/apply-rule.js';
import { rowsOf } from '../../signal.js';
import type { LinearMap } from '../linear-map.js';
import type { Operation } from '../operation.js';

/** A dense or convolutional layer with the tensors `<id>.weight` and, with a bias, `<id>.bias`. */
export function weightedOperation(id: string, map: LinearMap, hasBias: boolean): Operation {
  const weightName = `${id}.weight`;
  const biasName = `${id}.bias`;
  return {
    sums([input], tensors, span) {
      const bias = hasBias ? tensors[biasName] : undefined;
      const values = map.sums(input!.values, rowsOf(input!, span), tensors[weightName]!, bias);
      return { sums: { values, constant: input!.constant } };
    },
    feedback({ arrived, inputs: [input], result, tensors, rule, span, wantInputs }) {
      const feedback = applyRule(
        rule,
        {
          map,
          weights: tensors[weightName]!,
          bias: hasBias ? tensors[biasName] : undefined,
          inputs: input!.values,
          rows: rowsOf(input!, span),
          sums: result.sums.values,
          ...arrived,
        },
        wantInputs,
      );
      return {
        tensors: {
          [weightName]: feedback.weights,
          ...(feedback.bias ? { [biasName]: feedback.bias } : {}),
        },
        inputs: feedback.inputs ? [feedback.inputs] : [],
      };
    },
    synapticOperations: ([input], span) => map.synapticOperations(input!.values, rowsOf(input!, span)),
  };
}
