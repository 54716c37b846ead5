import type { CommanderError } from 'commander';

import { HeavisideError } from '../core/heaviside-error.js';

const SEE = 'see: heaviside --help';

/** Wrong arguments as one of our own errors: what is wrong, and the nearest that exists as the remedy. */
export function argumentError(error: CommanderError): HeavisideError {
  if (error.code === 'commander.help')
    return new HeavisideError('HV_ARGUMENTS', 'usage', 'expected a command', { remedy: SEE });
  const [, what = error.message, suggestion] = /^error: (.*?)(?:\n\((.*)\))?$/s.exec(error.message) ?? [];
  const remedy = suggestion === undefined ? SEE : `${suggestion.charAt(0).toLowerCase()}${suggestion.slice(1)}`;
  return new HeavisideError('HV_ARGUMENTS', 'usage', what, { remedy });
}
