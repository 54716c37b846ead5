import type { ContractCase } from './contract-case.js';
import { GRADIENT_CASES } from './gradient-cases.js';
import { LAYER_CASES } from './layer-cases.js';
import { LEARNING_CASES } from './learning-cases.js';
import { NEURON_CASES } from './neuron-cases.js';
import { PRESENTATION_CASES } from './presentation-cases.js';
import { STIMULUS_CASES } from './stimulus-cases.js';

/** Every case of the contract, by family. */
export const CASES: readonly ContractCase[] = [
  ...NEURON_CASES,
  ...LAYER_CASES,
  ...PRESENTATION_CASES,
  ...LEARNING_CASES,
  ...GRADIENT_CASES,
  ...STIMULUS_CASES,
];
