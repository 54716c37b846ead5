import { isGradientRule } from '../../src/core/gradients/gradient-rule.js';
import { CASES } from './cases/contract-cases.js';
import { type CaseResult, CONTRACT, type ContractReport, type Place } from './run-contract.js';

/** What a backend is excused from; everything else is a failure. */
interface Duty {
  /** Where it must be there; elsewhere it may be missing, with a reason. */
  readonly places: readonly Place[];
  /** Names of the cases that it may skip, with a reason. One that it does not skip any more must leave this list. */
  readonly maySkip: readonly string[];
  /** Facts that its sessions must tell of what they ran on. */
  readonly tells: readonly string[];
}

/** gpu.js has kernels for LFP alone. */
const gradients = CASES.flatMap(({ name, rule }) => (isGradientRule(rule) ? [name] : []));

/** Every backend that there is to be. One that is not here fails the suite, so that none is forgotten. */
export const DUTIES: Readonly<Record<string, Duty>> = {
  reference: { places: ['node', 'page'], maySkip: [], tells: ['arithmetic'] },
  events: { places: ['node', 'page'], maySkip: [], tells: ['threads'] },
  webgpu: { places: ['page'], maySkip: gradients, tells: ['executorKind'] },
  webgl2: { places: ['page'], maySkip: gradients, tells: ['executorKind'] },
  webasm: { places: ['node', 'page'], maySkip: gradients, tells: ['executorKind', 'threads'] },
  cpu: { places: ['node', 'page'], maySkip: gradients, tells: ['executorKind'] },
};

/** Backends with duties that do not exist yet. One that does must leave this list: the suite says so. */
const NOT_BUILT_YET: readonly string[] = [];

/** What is wrong with one case: what failed, a skip that is not excused, an excuse that is not needed, a missing fact. */
export function faultsOf(backend: string, { name, skipped, device, problems }: CaseResult): readonly string[] {
  const { maySkip = [], tells = [] } = DUTIES[backend] ?? {};
  if (skipped !== undefined) return maySkip.includes(name) ? [] : [`skipped: ${skipped}`];
  const untold = tells.filter((fact) => !device.some((told) => told.startsWith(`${fact} `)));
  return [
    ...problems,
    // A session that could not be opened tells nothing.
    ...(device.length === 0 && problems.length > 0 ? [] : untold.map((fact) => `does not tell its ${fact}`)),
    ...(maySkip.includes(name) ? ['is not skipped any more: take it off the list of what may be'] : []),
  ];
}

/** What is wrong with a whole report, as `case: what`. */
export function faultsOfReport({ backend, place, unavailable, cases }: ContractReport): readonly string[] {
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
  const excused = Object.values(DUTIES).flatMap(({ maySkip }) => maySkip);
  const absent = Object.keys(DUTIES).filter((name) => !names.includes(name));
  return [
    ...excused.filter((name) => !CONTRACT.includes(name)).map((name) => `there is no case "${name}" to skip`),
    ...names.filter((name) => !(name in DUTIES)).map((name) => `${name} has no duties`),
    ...absent.filter((name) => !awaited.includes(name)).map((name) => `${name} is missing`),
    ...awaited.filter((name) => names.includes(name)).map((name) => `${name} is built: take it off the list`),
  ];
}
