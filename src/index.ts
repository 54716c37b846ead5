/**
 * Heaviside: a simulator of spiking and step-function networks that learns without gradients.
 *
 * Start with {@link trainNetwork} for a network written in code, or {@link parseScenario} and {@link runScenario} for a
 * scenario file. Both yield plain {@link RunEvent}s.
 *
 * @module heaviside
 */

// Devices and learning rules
export type {
  Backend,
  ChunkReport,
  DeviceFacts,
  OpenRequest,
  PresentationStart,
  RecordedSpikes,
  Session,
  SessionUpdate,
  ShownChunk,
} from './backends/backend.js';
export { BACKENDS } from './backends/backends.js';
export { type ChoosingOptions, chooseBackend, type OpenedBackend, openBackend } from './backends/choose-backend.js';
export type { ChoiceMemory, RememberedChoice } from './backends/choosing/choice-memory.js';
export type { AutoOptions } from './backends/choosing/choose-automatically.js';
export type {
  ChoiceReason,
  ChosenBackend,
  MeasuredBackend,
  SkippedBackend,
} from './backends/choosing/chosen-backend.js';
export type { Measuring } from './backends/choosing/measure-backends.js';
export { sizeClass, synapseVisits, type Trial } from './backends/choosing/trial.js';
export { type BackendListing, listBackends } from './backends/list-backends.js';
// The command line as a function
export type { CliDependencies } from './cli/cli-dependencies.js';
export type { CliIo, SignalSource, TextStream } from './cli/cli-io.js';
export { main } from './cli/main.js';
export { LFP_RULES, type LfpRuleName, RULE_DEFAULTS, type RuleDescription } from './core/feedback/rule.js';
export type { UpdateOrder } from './core/front-contribution/front-learning.js';
export type { FrontForm, FrontRule } from './core/front-contribution/front-rule.js';
export {
  GRADIENT_RULES,
  type GradientRule,
  type LearningRule,
  SURROGATE_DEFAULTS,
  SURROGATES,
} from './core/gradients/gradient-rule.js';
export type { SurrogateDescription } from './core/gradients/surrogate.js';
export { type ErrorKind, HeavisideError } from './core/heaviside-error.js';
export { type Fan, INITIALIZERS, type Initializer } from './core/initializers.js';
export type { InputChunk } from './core/input-chunk.js';
// Networks in code
export {
  batchNorm,
  conv2d,
  dense,
  flatten,
  type LayerWiring,
  pool,
  sum,
  type WeightOptions,
  type WindowExtent,
} from './core/layers/describe-layer.js';
export type { InputRows } from './core/layers/input-rows.js';
export type {
  BatchNormDescription,
  Conv2dDescription,
  DenseDescription,
  Extent,
  FlattenDescription,
  LayerDescription,
  LayerKind,
  NetworkDescription,
  PoolDescription,
  Readout,
  SumDescription,
} from './core/layers/layer.js';
export type {
  ArrivedReward,
  ErrorRequest,
  FeedbackRequest,
  Operation,
  OperationFeedback,
  OperationResult,
} from './core/layers/operation.js';
export type { TensorPlan, Tensors } from './core/layers/tensors.js';
export type { GradientLearning, Learning, LfpLearning, PeerLearning } from './core/learning.js';
export { LOSSES, type LossName } from './core/losses/loss.js';
export type { EnsembleRule } from './core/mean-field/ensemble-rule.js';
export {
  fromExchangeLayout,
  initialTensors,
  parameterCount,
  tensorPlans,
  toExchangeLayout,
} from './core/network/initial-tensors.js';
export { type FeedbackOptions, type NetworkFeedback, networkFeedback } from './core/network/network-feedback.js';
export type { NetworkProblem } from './core/network/network-problem.js';
export type { LayerMachinery } from './core/network/plan-layer.js';
// The oracle: every equation in float64
export {
  checkNetwork,
  type NetworkCheck,
  type NetworkPlan,
  type NetworkSizes,
  type PlannedLayer,
  planNetwork,
} from './core/network/plan-network.js';
export {
  type LayerTrace,
  type NetworkTrace,
  restingNetwork,
  simulateNetwork,
  simulateStimulated,
} from './core/network/simulate-network.js';
export type { LayerStimulus, Stimulus } from './core/network/stimulus.js';
export type { AdaptiveLifState } from './core/neurons/adaptive-lif.js';
export type { CarriedReward, NeuronState } from './core/neurons/dynamics.js';
export type { LifState } from './core/neurons/lif.js';
export type { MembraneTrace } from './core/neurons/membrane.js';
export {
  type AdaptiveLifDescription,
  type IntegrateAndFireDescription,
  isSpiking,
  type LeakyReluDescription,
  type LifDescription,
  NEURONS,
  type NeuronDescription,
  type NeuronKind,
  neuron,
  type Reset,
  type SpikingDescription,
  type StaticUnitDescription,
  type SynapticLifDescription,
} from './core/neurons/neuron.js';
export type { NetworkState, NeuronVariables, VariableName } from './core/neurons/neuron-variables.js';
export { clippedFeedback, globalNorm } from './core/optimizers/clipping.js';
export {
  OPTIMIZER_DEFAULTS,
  OPTIMIZERS,
  type OptimizerDescription,
  SCHEDULES,
  type ScheduleDescription,
} from './core/optimizers/optimizer.js';
export {
  freshOptimizer,
  type OptimizerState,
  optimizerStep,
  type SpentStep,
} from './core/optimizers/optimizer-step.js';
export { type Position, scheduleFactor } from './core/optimizers/schedule.js';
export { PEER_RULES, type PeerRule, type PeerRuleName, peerDefaults } from './core/peer-rule.js';
export type { PerturbationRule } from './core/perturbation/perturbation-rule.js';
export type { RstdpRule } from './core/plasticity/rstdp-rule.js';
export type { RandomSource } from './core/random-source.js';
export type { LfpVariant } from './core/responsibility/lfp-variant.js';
export type { ResponsibilityMode } from './core/responsibility/pass-backward.js';
export type { Multiplier } from './core/responsibility/responsibility-layer.js';
export type { AllocationOptions, ResponsibilityRule } from './core/responsibility/responsibility-rule.js';
export { type OutputReward, outputReward, rewardOverSteps } from './core/rewards/output-reward.js';
export { REWARDS, type RewardDescription, type RewardKind } from './core/rewards/reward.js';
export { type Shape, sizeOf } from './core/shape.js';
export { type Signal, type Span, signalOf } from './core/signal.js';
// Data
export { dataDigest } from './data/data-digest.js';
export type { DataSet, SampleSpikes, SampleValues } from './data/data-set.js';
export { dataSetOf, type OwnSamples } from './data/data-set-of.js';
export { createEncoder, type EncodableData } from './data/encoders/create-encoder.js';
export { ENCODERS, type Encoder, type EncoderDescription, type EncoderKind } from './data/encoders/encoder.js';
export { loadDataSet } from './data/load-data-set.js';
export { createRandomStreams, type RandomStreams } from './data/random-streams.js';
export {
  DATA_SOURCES,
  type DataSourceDescription,
  type DataSourceKind,
  SPLITS,
  type Split,
  type SplitChoice,
} from './data/sources/source.js';
export type { SpikeList } from './data/spikes/spike-list.js';
export type { Checkpoint } from './record/checkpoint-file.js';
export { decodeSafetensors, type Safetensors } from './record/decode-safetensors.js';
export { encodeSafetensors } from './record/encode-safetensors.js';
export type { NamedTensor } from './record/named-tensor.js';
export { listRecordings, readRecording } from './record/read-recording.js';
export type {
  PieceFrame,
  RecordedPiece,
  ShownPieceFrame,
  SpikePiece,
  TensorPiece,
  TracePiece,
} from './record/recording.js';
// What stays of a run
export { createRunFolder, type RunFolder, runFolderPath } from './record/run-folder.js';
export { decodeSpikes } from './record/spike-file.js';
export type { SpikeRecord } from './record/spike-record.js';
export type { NamedIndices, NamedSingles, StoredTensor } from './record/stored-tensor.js';
export type { Snapshots } from './run/expectations/snapshot-key.js';
export type { BackendChoice, DataDigests, ExpectationOutcome, Metrics, Restored, RunEvent } from './run/run-event.js';
export type { RunOptions } from './run/run-options.js';
export { runScenario } from './run/run-scenario.js';

// Runs
export { type OptimizerChoice, type TrainingDescription, trainNetwork } from './run/train-network.js';
// Watching a run
export type { Histogram, LayerSpikes, Look, LookRequest, NeuronPlace, Pulse } from './run/watch/look.js';
export type { Intervention, NextPart, RunWatch } from './run/watch/run-watch.js';
export * from './scenario/public.js';
export { type DroppingSink, droppingSink } from './streams/dropping-sink.js';
export { type FolderSinks, folderSinks } from './streams/folder-sinks.js';
export type { ViewCommand } from './streams/frames/view-command.js';
export { type Backpressure, type LosslessSink, losslessSink } from './streams/lossless-sink.js';
export { createPilot } from './streams/pilot/create-pilot.js';
export type { Pilot, PilotOptions, PilotState } from './streams/pilot/pilot.js';
// Streams
export { type RunEventsOptions, runEvents } from './streams/run-events.js';
export {
  type CheckpointLine,
  type EventOf,
  type HistogramLine,
  type HistogramsLine,
  type LogLine,
  type LooksLine,
  type SpikesLine,
  toLogLines,
} from './streams/to-log-lines.js';
export { type MetricLine, toMetricLines } from './streams/to-metric-lines.js';
export { type PhaseState, type ProgressState, toProgress } from './streams/to-progress.js';
export { type Summary, toSummary } from './streams/to-summary.js';
export { type LfpOptions, lfpTrainer } from './trainers/lfp-trainer.js';
export type { Outcome, Presentation } from './trainers/presentation.js';
export type { Judged, Learned, Trainer } from './trainers/trainer.js';
