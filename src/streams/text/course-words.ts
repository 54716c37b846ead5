import type { Course } from '../../scenario/phases/phase.js';
import { timeText, valueText } from './number-text.js';

/** What the moments of a course are: steps of so many seconds, or epochs. */
export type CourseUnit = { readonly kind: 'step'; readonly dt: number } | { readonly kind: 'epoch' };

/**
 * The course of a parameter for people: `h1.threshold from 1 to 5, linear, 200 ms to 300 ms`, or
 * `encode.gain = 0.4 at epoch 0, 0.2 at epoch 2`.
 */
export function courseWords(path: string, course: Course, unit: CourseUnit): string {
  const at = (x: number): string => (unit.kind === 'step' ? timeText(x, unit.dt) : `epoch ${valueText(x)}`);
  if (course.kind === 'points')
    return `${path} = ${course.points.map(([x, value]) => `${valueText(value)} at ${at(x)}`).join(', ')}`;
  const { kind, from, to, begin, end } = course;
  return `${path} from ${valueText(from)} to ${valueText(to)}, ${kind}, ${at(begin)} to ${at(end)}`;
}
