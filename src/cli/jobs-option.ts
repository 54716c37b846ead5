import type { OptionForm } from '../core/option-form.js';

/** What `--jobs` may be. */
export const JOBS = { type: 'whole', min: 1, max: 256 } as const satisfies OptionForm;
