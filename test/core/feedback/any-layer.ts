import fc from 'fast-check';
import { eighths } from '../arbitraries.js';

export const ROWS = 2;
export const FAN_IN = 4;
export const FAN_OUT = 3;

/** Numbers of any small dense layer, zeros and both signs everywhere. */
export const anyLayer = fc.record({
  inputs: eighths(ROWS * FAN_IN),
  weights: eighths(FAN_IN * FAN_OUT),
  bias: eighths(FAN_OUT),
  reward: eighths(ROWS * FAN_OUT, 4),
  fanOut: fc.constant(FAN_OUT),
  epsilon: fc.constantFrom(1e-6, 0.01, 1),
});
