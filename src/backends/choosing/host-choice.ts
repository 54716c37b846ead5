import { HeavisideError } from '../../core/heaviside-error.js';
import type { Backend } from '../backend.js';
import { BACKENDS } from '../backends.js';
import { referenceBackend } from '../reference/reference-backend.js';
import type { ChosenBackend } from './chosen-backend.js';

/** The choice for a learner with a network of its own. */
export type HostChoice = Omit<ChosenBackend, 'backend'> & { readonly chosen: string };

/**
 * Chooses for a learner that brings a network of its own, in float64, as the `reference` backend computes.
 *
 * @param rule Name of its rule. @param backends Those that there are.
 * @throws HeavisideError HV_BACKEND_UNSUPPORTED (usage) when another backend was named.
 */
export function hostChoice(asked: string, rule: string, backends: readonly Backend[] = BACKENDS): HostChoice {
  const chosen = referenceBackend.name;
  const reason = `it has no kernels for the rule "${rule}"`;
  if (asked !== 'auto' && asked !== chosen)
    throw new HeavisideError(
      'HV_BACKEND_UNSUPPORTED',
      'usage',
      `backend "${asked}" cannot run this network: ${reason}`,
      { remedy: `Use --backend auto or --backend ${chosen}.`, facts: { asked, reason } },
    );
  if (asked === chosen) return { asked, chosen, why: 'named', skipped: [] };
  const others = backends.filter(({ name }) => name !== chosen);
  return {
    ...{ asked, chosen, why: 'only one' },
    skipped: others.map(({ name }) => ({ name, because: 'unsupported', reason })),
  };
}

/** The backends, of which those whose sessions take no other weights say that they cannot run a rule that needs it. */
export function takingWeights(rule: string, backends: readonly Backend[] = BACKENDS): readonly Backend[] {
  return backends.map((backend) =>
    backend.takesWeights
      ? backend
      : { ...backend, unsupported: () => `its sessions take no other weights, which the rule "${rule}" needs` },
  );
}
