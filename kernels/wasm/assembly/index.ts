export { averagePoolError, averagePoolFeedback, averagePoolForward } from './average-pool';
export { batchNormError, batchNormFeedback, batchNormForward, channelFeedback } from './batch-norm';
export { biasFeedback } from './bias-feedback';
export { blockedSums, spreadSpikes } from './blocked-sums';
export { convForward } from './conv';
export { convError } from './conv-error';
export { convFeedback } from './conv-feedback';
export { convGrowth } from './conv-growth';
export { denseForward } from './dense';
export { constantGrowth, denseGrowth } from './dense-growth';
export { constantReward } from './constant-reward';
export { denseReward } from './dense-reward';
export { denseTrains } from './dense-trains';
export { addUp, countRows, countUnits, listRows, listUnits, maskValues } from './events';
export { cutReward } from './injected-currents';
export { maxPoolFeedback, maxPoolForward } from './max-pool';
export { narrowFinish, narrowGrowth } from './narrow-feedback';
export { neuronError } from './neuron-error';
export { normReward } from './normed-reward';
export { adam, sgd } from './optimizers';
export { rewardOutputs } from './output-reward';
export { clearReward, markActive, packReward, placeWindows } from './pack';
export { ruleInputs, ruleParameters } from './rule-feedback';
export { ruleReward } from './rule-reward';
export { rowStates } from './row-states';
export { shareSums } from './share-sums';
export { maskSpikes } from './spike-masks';
export { sumError, sumFeedback, sumForward } from './sum';
export { transposeTiles } from './transpose';
export { writeTrains } from './trains';
export { spreadReward } from './window-lanes';

/** First byte behind the module's own data; the build reads it. */
export function heapBase(): usize {
  return __heap_base;
}
