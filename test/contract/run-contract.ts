import type { Backend, OpenRequest, Session } from '../../src/backends/backend.js';
import { caseOutcome } from './case-outcome.js';
import type { ContractCase } from './cases/contract-case.js';
import { CASES } from './cases/contract-cases.js';
import { compareOutcome } from './compare-outcome.js';
import { oracleOf } from './oracle.js';
import { SESSION_RULES, type SessionRule, sessionRequest } from './session-rules.js';
import { createTally, type Findings } from './tally.js';

/** Where the contract runs: in Node, or in a page of a browser. */
export type Place = 'node' | 'page';

/** What became of one case on one backend. Plain data. */
export interface CaseResult extends Findings {
  readonly name: string;
  /** Why the backend does not take it; the case was not run. */
  readonly skipped?: string;
  /** What the sessions ran on, as text: `threads 1`, `executorKind fused-sync`. */
  readonly device: readonly string[];
}

/** What a backend made of the contract. Plain data, so that it crosses from a page. */
export interface ContractReport {
  readonly backend: string;
  readonly place: Place;
  /** Why it cannot run here; there are no cases then. */
  readonly unavailable?: string;
  /** How many cases were asked for; omitted: all of them, or those that a test picked. */
  readonly wanted?: number;
  readonly cases: readonly CaseResult[];
}

/** Names of everything that the contract asks of a backend, in order. */
export const CONTRACT: readonly string[] = [...CASES, ...SESSION_RULES].map(({ name }) => name);

/** Runs the contract, or the named part of it, on one backend. Does not throw: what a backend throws is its result. */
export async function runContract(
  backend: Backend,
  place: Place,
  wanted: (name: string) => boolean = () => true,
): Promise<ContractReport> {
  const unavailable = await backend.unavailable();
  if (unavailable !== undefined) return { backend: backend.name, place, unavailable, cases: [] };
  const cases: CaseResult[] = [];
  for (const name of CONTRACT.filter(wanted)) cases.push(await runOne(backend, name));
  return { backend: backend.name, place, cases };
}

/** Runs one case or session rule by its name. */
export async function runOne(backend: Backend, name: string): Promise<CaseResult> {
  const description = CASES.find((one) => one.name === name);
  const rule = SESSION_RULES.find((one) => one.name === name);
  if (description) return runCase(backend, description);
  if (rule) return runRule(backend, rule);
  throw new RangeError(`the contract has no case "${name}"`);
}

async function runCase(backend: Backend, description: ContractCase): Promise<CaseResult> {
  const oracle = await oracleOf(description);
  return attempt(backend, description.name, oracle.prepared.request, async (open) =>
    compareOutcome(await caseOutcome(await open(oracle.prepared.request), oracle.prepared), oracle),
  );
}

async function runRule(backend: Backend, { name, broken }: SessionRule): Promise<CaseResult> {
  return attempt(backend, name, sessionRequest(), async (open) => {
    const tally = createTally();
    for (const problem of await broken(open, backend)) tally.problem(problem);
    return tally.findings();
  });
}

/** Keeps every session that an action opens, closes them all, and turns what is thrown into a finding. */
async function attempt(
  backend: Backend,
  name: string,
  request: OpenRequest,
  action: (open: (request: OpenRequest) => Promise<Session>) => Promise<Findings>,
): Promise<CaseResult> {
  const nothing = createTally();
  const skipped = backend.unsupported(request);
  if (skipped !== undefined) return { name, skipped, device: [], ...nothing.findings() };
  const sessions: Session[] = [];
  let findings: Findings;
  try {
    findings = await action(async (asked) => {
      const session = await backend.open(asked);
      sessions.push(session);
      return session;
    });
  } catch (error) {
    nothing.problem(errorText(error));
    findings = nothing.findings();
  }
  const device = new Set(sessions.flatMap((session) => Object.entries(session.device).map((fact) => fact.join(' '))));
  const problems = [...findings.problems];
  for (const session of sessions)
    await session.close().catch((error: unknown) => problems.push(`closing: ${errorText(error)}`));
  return { name, device: [...device].sort(), ...findings, problems };
}

function errorText(error: unknown): string {
  if (!(error instanceof Error)) return `threw ${String(error)}`;
  const { code } = error as { readonly code?: string };
  const [, place = ''] = /\n\s+at (.*)/.exec(error.stack ?? '') ?? [];
  return `threw ${code ?? error.name}: ${error.message}${place && code === undefined ? ` (${place})` : ''}`;
}
