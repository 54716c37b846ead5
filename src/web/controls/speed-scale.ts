/** Batches a second that a slider stands for, from the left; 0: as fast as it can. */
const SPEEDS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 0] as const;

/** Last place of the slider; the first one is 0. */
export const LAST_PLACE = SPEEDS.length - 1;

/** Batches a second at a place of the slider. @throws RangeError when there is no such place. */
export function speedAt(place: number): number {
  const speed = SPEEDS[place];
  if (speed === undefined) throw new RangeError(`place: expected 0 to ${LAST_PLACE}, got ${place}`);
  return speed;
}

/** The place of the slider that is nearest to a speed. */
export function placeOf(batchesPerSecond: number): number {
  if (batchesPerSecond === 0) return LAST_PLACE;
  const away = SPEEDS.slice(0, LAST_PLACE).map((speed) => Math.abs(Math.log(speed / batchesPerSecond)));
  return away.indexOf(Math.min(...away));
}

export function speedText(batchesPerSecond: number): string {
  if (batchesPerSecond === 0) return 'as fast as possible';
  return batchesPerSecond === 1 ? '1 batch a second' : `${batchesPerSecond} batches a second`;
}
