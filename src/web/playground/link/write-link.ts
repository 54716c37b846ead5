import type { Experiment, ShippedScenario } from './experiment.js';
import { packText } from './packed-text.js';

/** Which meaning the fields of a link have. */
export const LINK_VERSION = '1';

/** Some mail programs, chats and servers cut addresses beyond it. */
export const LONG_LINK = 8000;

/**
 * An experiment as the part of an address behind `#`, which no browser sends to a server.
 *
 * Fields: `v` version, `scenario` name of the shipped scenario, `text` what the editor holds (see `packText`, against the
 * shipped text), `seed`, `backend`, `window` as `from..to` in
 * steps, `order`, `pin` as `layer.unit`, once for each. What is as usual
 * is left out.
 */
export function writeLink(
  { base, text, seed, backend, view }: Experiment,
  shipped: readonly ShippedScenario[],
): string {
  const known = shipped.find(({ name }) => name === base);
  const fields = new URLSearchParams({ v: LINK_VERSION });
  if (known) fields.set('scenario', base);
  fields.set('text', packText(text, known?.text ?? ''));
  if (seed !== undefined) fields.set('seed', String(seed));
  fields.set('backend', backend);
  if (view.window) fields.set('window', `${stepText(view.window.from)}..${stepText(view.window.to)}`);
  if (view.order !== 'index') fields.set('order', view.order);
  for (const { layer, unit } of view.pinned) fields.append('pin', `${layer}.${unit}`);
  return fields.toString();
}

/** Hundredths of a step are finer than anything that is drawn. */
function stepText(step: number): string {
  return String(Math.round(step * 100) / 100);
}
