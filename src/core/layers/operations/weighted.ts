import { applyRule } from '../../feedback/apply-rule.js';
import { rowsOf } from '../../signal.js';
import { allActive, inputRows } from '../input-rows.js';
import type { LinearMap } from '../linear-map.js';
import type { Operation } from '../operation.js';

/** A dense or convolutional layer with the tensors `<id>.weight` and, with a bias, `<id>.bias`. */
export function weightedOperation(id: string, map: LinearMap, hasBias: boolean): Operation {
  const weightName = `${id}.weight`;
  const biasName = `${id}.bias`;
  return {
    sums([input], tensors, span) {
      const bias = hasBias ? tensors[biasName] : undefined;
      const active = inputRows(input!.values, rowsOf(input!, span));
      return { sums: { values: map.sums(active, tensors[weightName]!, bias), constant: input!.constant }, active };
    },
    feedback({ arrived, result, tensors, rule, span, wantInputs, wantTensors = true }) {
      const { sums } = result;
      const feedback = applyRule(
        rule,
        {
          map: wantTensors ? map : inputsOnly(map),
          weights: tensors[weightName]!,
          bias: hasBias ? tensors[biasName] : undefined,
          inputs: result.active!,
          sums: sums.values,
          stepsPerRow: sums.constant ? span.steps : 1,
          ...arrived,
        },
        wantInputs,
      );
      const named = Object.entries(feedback.tensors).map(([name, values]) => [`${id}.${name}`, values]);
      return { tensors: Object.fromEntries(named), inputs: feedback.inputs ? [feedback.inputs] : [] };
    },
    error({ error, result, backward, wantInputs, wantTensors = true }) {
      const active = result.active!;
      const { toWeights, toBias } = wantTensors ? map : inputsOnly(map);
      const own = { [weightName]: toWeights(error, active) };
      return {
        tensors: hasBias ? { ...own, [biasName]: toBias(error, active.rows) } : own,
        // An input of 1 gets what the weights send; whether it was active does not matter to a derivative.
        inputs: wantInputs ? [map.toInputs(error, allActive(active), backward[weightName]!)] : [],
      };
    },
    synapticOperations: ({ active }) => map.synapticOperations(active!),
  };
}

const NOTHING = new Float64Array(0);

/** The map of a layer whose tensors need no feedback: a rule scales nothing by nothing. */
function inputsOnly(map: LinearMap): LinearMap {
  return { ...map, toWeights: () => NOTHING, toBias: () => NOTHING };
}
