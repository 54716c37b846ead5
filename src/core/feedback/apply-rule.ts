import { hebbianFeedback, ojaFeedback } from './correlation.js';
import { epsilonFeedback } from './epsilon.js';
import { gammaFeedback } from './gamma.js';
import type { RuleDescription } from './rule.js';
import { alphaBetaFeedback, zPlusFeedback } from './signed-contributions.js';
import type { WeightedFeedback, WeightedLayer } from './weighted-feedback.js';

/** Feedback of one weighted layer under the rule that a run asked for. */
export function applyRule(rule: RuleDescription, layer: WeightedLayer, wantInputs: boolean): WeightedFeedback {
  switch (rule.kind) {
    case 'epsilon':
      return epsilonFeedback(layer, wantInputs);
    case 'gamma':
      return gammaFeedback(layer, wantInputs, rule.gamma, rule.epsilon);
    case 'z-plus':
      return zPlusFeedback(layer, wantInputs, rule.epsilon);
    case 'alpha-beta':
      return alphaBetaFeedback(layer, wantInputs, rule.alpha, rule.beta, rule.epsilon);
    case 'hebbian':
      return hebbianFeedback(layer, wantInputs);
    case 'oja':
      return ojaFeedback(layer, wantInputs);
  }
}
