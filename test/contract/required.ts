import { type CaseResult, CONTRACT, type ContractReport } from './run-contract.js';

/** Where the contract runs: in Node, or in a page of a browser. */
export type Place = 'node' | 'page';

/** What a backend is excused from; everything else is a failure. */
interface Duty {
  /** Where it must be there; elsewhere it may be missing, with a reason. */
  readonly places: readonly Place[];
  /** Names of the cases that it may skip, with a reason. One that it does not skip any more must leave this list. */
  readonly maySkip: readonly string[];
}

/** Every backend that there is to be. One that is not here fails the suite, so that none is forgotten. */
export const DUTIES: Readonly<Record<string, Duty>> = {
  reference: { places: ['node', 'page'], maySkip: [] },
  events: { places: ['node', 'page'], maySkip: [] },
  webgpu: { places: ['page'], maySkip: [] },
  webgl2: { places: ['page'], maySkip: [] },
  webasm: { places: ['node', 'page'], maySkip: [] },
  cpu: { places: ['node', 'page'], maySkip: [] },
};

/** Backends with duties that do not exist yet. One that does must leave this list: the suite says so. */
export const NOT_BUILT_YET: readonly string[] = ['events', 'webgpu', 'webgl2', 'webasm', 'cpu'];

/** What is wrong with one case: what failed, a skip that is not excused, or an excuse that is not needed. */
export function faultsOf(backend: string, { name, skipped, problems }: CaseResult): readonly string[] {
  const excused = DUTIES[backend]?.maySkip.includes(name) ?? false;
  if (skipped !== undefined) return excused ? [] : [`skipped: ${skipped}`];
  return excused ? [...problems, 'is not skipped any more: take it off the list of what may be'] : problems;
}

/** What is wrong with a whole report, as `case: what`. */
export function faultsOfReport({ backend, unavailable, cases }: ContractReport, place: Place): readonly string[] {
  const duty = DUTIES[backend];
  if (!duty) return [`${backend} is not in the list of backends that the contract knows`];
  if (unavailable !== undefined) return duty.places.includes(place) ? [`not available: ${unavailable}`] : [];
  const missing = CONTRACT.filter((name) => !cases.some((one) => one.name === name));
  return [
    ...missing.map((name) => `${name}: was not run`),
    ...cases.flatMap((one) => faultsOf(backend, one).map((fault) => `${one.name}: ${fault}`)),
  ];
}

/** What is wrong with the list of backends itself: one that is unknown, forgotten, or built and still awaited. */
export function faultsOfList(names: readonly string[], awaited: readonly string[] = NOT_BUILT_YET): readonly string[] {
  const absent = Object.keys(DUTIES).filter((name) => !names.includes(name));
  return [
    ...names.filter((name) => !(name in DUTIES)).map((name) => `${name} has no duties`),
    ...absent.filter((name) => !awaited.includes(name)).map((name) => `${name} is missing`),
    ...awaited.filter((name) => names.includes(name)).map((name) => `${name} is built: take it off the list`),
  ];
}
