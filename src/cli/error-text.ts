import { HeavisideError } from '../core/heaviside-error.js';
import type { Paint } from './paint.js';

const REPORT = 'this is a bug in Heaviside: please report it with the command, the scenario and the lines above';

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? String(error)) : String(error);
}

/** An error as people read it: first what happened, then what to do. A bug comes with its stack. */
export function errorText(error: unknown, paint: Paint): string {
  const head = (code: string) => `${paint('red', 'error')} ${paint('bold', code)}:`;
  if (!(error instanceof HeavisideError)) return `${head('HV_INTERNAL')} ${stackOf(error)}\nremedy: ${REPORT}\n`;
  const remedy = error.remedy === undefined ? '' : `remedy: ${error.remedy}\n`;
  return `${head(error.code)} ${error.message}\n${remedy}`;
}

/** What `--json` prints instead of a result. */
export interface ErrorDocument {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly remedy?: string;
    readonly facts: Readonly<Record<string, string | number | boolean>>;
  };
}

/** An error as programs read it. */
export function errorDocument(error: unknown): ErrorDocument {
  if (!(error instanceof HeavisideError))
    return { error: { code: 'HV_INTERNAL', message: stackOf(error), remedy: REPORT, facts: {} } };
  const { code, message, remedy, facts } = error;
  return { error: { code, message, ...(remedy === undefined ? {} : { remedy }), facts } };
}
