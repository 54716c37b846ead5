import { MOST_LISTED } from '../../streams/frames/view-command.js';

/** Why a list of pins or pulses is too long for a run to take; undefined when it is not. */
export function tooLongText(
  list: readonly unknown[],
  what: 'neurons can be pinned' | 'pulses can be given',
): string | undefined {
  return list.length <= MOST_LISTED ? undefined : `At most ${MOST_LISTED} ${what}: take one back first.`;
}
