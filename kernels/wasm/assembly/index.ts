export { biasFeedback } from './bias-feedback';
export { denseForward } from './dense';
export { denseFeedback } from './dense-feedback';
export { addUp, countRows, countUnits, listRows, listUnits, maskValues } from './events';
export { normReward } from './normed-reward';
export { adam, sgd } from './optimizers';
export { rewardOutputs } from './output-reward';
export { packReward } from './pack';

/** First byte behind the module's own data. */
export function heapBase(): usize {
  return __heap_base;
}
