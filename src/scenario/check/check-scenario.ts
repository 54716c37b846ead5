import type { Located } from '../form/check-form.js';
import type { Report } from '../problems/problem.js';
import type { Draft } from '../resolve/resolve-scenario.js';

/** Checks what no part can see by itself, as far as the parts are sound. */
export function checkScenario(_draft: Draft, _root: Located, _report: Report): void {}
