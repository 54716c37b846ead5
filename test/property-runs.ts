import fc from 'fast-check';

/**
 * Property tests draw the same cases in every run, so that a failure is a change of the code and never of luck.
 * Other cases and more of them: `PROPERTY_SEED=7 PROPERTY_RUNS=20000 npx vitest run --config test/vitest.config.ts`.
 */
const seed = Number(process.env['PROPERTY_SEED'] ?? 0);
const runs = process.env['PROPERTY_RUNS'];
fc.configureGlobal({ seed, ...(runs === undefined ? {} : { numRuns: Number(runs) }) });
