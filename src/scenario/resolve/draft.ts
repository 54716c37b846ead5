import type { Scenario } from '../scenario.js';

/** A scenario in the making: a part is undefined when the file's is not sound, which was reported. */
export type Draft = { readonly [K in keyof Scenario]: Scenario[K] | undefined };
