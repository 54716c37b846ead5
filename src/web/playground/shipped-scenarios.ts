import type { ShippedScenario } from './link/experiment.js';

const files = import.meta.glob<string>('../../../scenarios/*.yaml', { query: '?raw', import: 'default', eager: true });

/** Remarks that mean nothing on a page: where an editor finds the schema, and the command to run the file. */
const FOR_FILES = /^# (?:yaml-language-server|Run): .*\n/gm;

/** The scenarios that come with Heaviside, as they were when the page was built. */
export const SHIPPED: readonly ShippedScenario[] = Object.entries(files).map(([path, text]) => ({
  name: path.replace(/^.*\//, '').replace(/\.yaml$/, ''),
  text: text.replace(FOR_FILES, ''),
}));
