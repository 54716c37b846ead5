import { createHash } from 'node:crypto';
import { basename } from 'node:path';

/** SHA-256 of a resolved scenario, in hexadecimal. */
export function scenarioDigest(scenarioText: string): string {
  return createHash('sha256').update(scenarioText).digest('hex');
}

/** Digits of a digest in the name of a run's folder. */
export const NAMED_DIGITS = 12;

const NAMED = new RegExp(`^([0-9a-f]{${NAMED_DIGITS}})(\\.previous-\\d+)?$`);

/** Whether the name of a folder says that its run was of another scenario; what somebody has named says nothing. */
export function namesOtherScenario(folder: string, scenarioText: string): boolean {
  const named = NAMED.exec(basename(folder))?.[1];
  return named !== undefined && named !== scenarioDigest(scenarioText).slice(0, NAMED_DIGITS);
}
