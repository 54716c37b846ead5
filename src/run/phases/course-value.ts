import type { Course } from '../../scenario/phases/phase.js';

/**
 * Value of a scheduled parameter at a moment of its phase; the equations are those of `Course`.
 *
 * @param x    Epochs, or steps.
 * @returns undefined before the first point.
 */
export function courseValue(course: Course, x: number): number | undefined {
  if (course.kind === 'points') return course.points.findLast(([at]) => at <= x)?.[1];
  const { from, to, begin, end } = course;
  const p = end > begin ? Math.min(1, Math.max(0, (x - begin) / (end - begin))) : Number(x >= end);
  switch (course.kind) {
    case 'linear':
      return from + (to - from) * p;
    case 'cosine':
      return to + ((from - to) * (1 + Math.cos(Math.PI * p))) / 2;
    case 'exponential':
      return from * (to / from) ** p;
  }
}

/** The next moment after x at which a parameter may have another value. @param grain The moments that there are. */
export function nextChange(course: Course, x: number, grain: number): number {
  if (course.kind === 'points') return course.points.find(([at]) => at > x)?.[0] ?? Number.POSITIVE_INFINITY;
  if (x >= course.end) return Number.POSITIVE_INFINITY;
  return x < course.begin ? course.begin : x + grain;
}
