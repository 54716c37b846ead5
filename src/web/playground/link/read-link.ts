import type { NeuronPlace } from '../../../run/watch/look.js';
import { MOST_LISTED } from '../../../streams/frames/view-command.js';
import type { RowOrder, TimeWindow } from '../../view/view-state.js';
import { type Experiment, firstExperiment, type ShippedScenario } from './experiment.js';
import { unpackText } from './packed-text.js';
import { LINK_VERSION } from './write-link.js';

/** What a link asks for, and what of it could not be understood and is as usual instead. */
export interface ReadLink {
  readonly experiment: Experiment;
  /** One sentence each, for people; empty when all is well. */
  readonly problems: readonly string[];
}

/** Longer than any link that this page writes. */
const LONGEST = 1 << 21;
const ORDERS: readonly string[] = ['index', 'rate', 'first-spike'] satisfies RowOrder[];
const BACKEND = /^[a-z][a-z0-9-]{0,40}$/;

/**
 * Reads the part of an address behind `#`; the reverse of `writeLink`. It may hold anything: nothing throws.
 *
 * @param hash With or without `#`; empty: nothing is asked for.
 */
export function readLink(hash: string, shipped: readonly ShippedScenario[]): ReadLink {
  const first = firstExperiment(shipped);
  const letters = hash.replace(/^#/, '');
  if (letters === '') return { experiment: first, problems: [] };
  if (letters.length > LONGEST)
    return { experiment: first, problems: [`The link has ${letters.length} characters; at most ${LONGEST} are read.`] };
  const fields = new URLSearchParams(letters);
  const version = fields.get('v');
  if (version === null && !fields.has('scenario'))
    return { experiment: first, problems: [`The link is not one of this page: ${quoted(letters)}.`] };
  if ((version ?? LINK_VERSION) !== LINK_VERSION) {
    const problem = `The link is of version ${quoted(version ?? '')}; this page reads version ${LINK_VERSION}.`;
    return { experiment: first, problems: [problem] };
  }
  return new LinkReader(fields, shipped, first).read();
}

/** Takes the fields of one link, and notes what is wrong with them. */
class LinkReader {
  readonly #fields: URLSearchParams;
  readonly #shipped: readonly ShippedScenario[];
  readonly #first: Experiment;
  readonly #problems: string[] = [];

  constructor(fields: URLSearchParams, shipped: readonly ShippedScenario[], first: Experiment) {
    this.#fields = fields;
    this.#shipped = shipped;
    this.#first = first;
  }

  read(): ReadLink {
    const seed = this.#field('seed', 'a whole number >= 0', wholeNumber);
    const backend = this.#field('backend', 'the name of a backend', (text) => (BACKEND.test(text) ? text : undefined));
    const window = this.#field('window', 'two steps like 0..250', windowOf);
    const order = this.#field('order', ORDERS.map(quoted).join(', '), (text) =>
      ORDERS.includes(text) ? (text as RowOrder) : undefined,
    );
    const experiment = {
      ...this.#scenario(),
      seed,
      backend: backend ?? this.#first.backend,
      view: { window, order: order ?? this.#first.view.order, pinned: this.#pins() },
    };
    return { experiment, problems: this.#problems };
  }

  #scenario(): Pick<Experiment, 'base' | 'text'> {
    const name = this.#fields.get('scenario');
    const packed = this.#fields.get('text');
    const known = this.#shipped.find((one) => one.name === name);
    if (name !== null && !known) {
      this.#problems.push(`There is no scenario ${quoted(name)} here; ${quoted(this.#first.base)} takes its place.`);
      return this.#first;
    }
    const base = known ?? { name: '', text: '' };
    if (packed === null) return known ? { base: base.name, text: base.text } : this.#first;
    const text = unpackText(packed, base.text);
    if (text !== undefined) return { base: base.name, text };
    const place = known ?? { name: this.#first.base, text: this.#first.text };
    this.#problems.push(
      `The scenario's text in the link cannot be read: the link was cut off or changed on its way, or another version of Heaviside wrote it. ${quoted(place.name)} as it is shipped takes its place.`,
    );
    return { base: place.name, text: place.text };
  }

  #pins(): readonly NeuronPlace[] {
    const told = this.#fields.getAll('pin');
    if (told.length > MOST_LISTED) this.#problems.push(`pin: expected at most ${MOST_LISTED}, got ${told.length}.`);
    return told.slice(0, MOST_LISTED).flatMap((text) => {
      const pin = pinOf(text);
      if (!pin) this.#problems.push(`pin: expected a neuron like h1.3, got ${quoted(text)}.`);
      return pin ? [pin] : [];
    });
  }

  #field<T>(name: string, expected: string, read: (text: string) => T | undefined): T | undefined {
    const text = this.#fields.get(name);
    if (text === null) return undefined;
    const value = read(text);
    if (value === undefined) this.#problems.push(`${name}: expected ${expected}, got ${quoted(text)}.`);
    return value;
  }
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined;
}

function windowOf(text: string): TimeWindow | undefined {
  const [, from, to] = /^(-?\d{1,12}(?:\.\d{1,2})?)\.\.(-?\d{1,12}(?:\.\d{1,2})?)$/.exec(text) ?? [];
  return from !== undefined && Number(to) > Number(from) ? { from: Number(from), to: Number(to) } : undefined;
}

function pinOf(text: string): NeuronPlace | undefined {
  const [, layer, unit] = /^(.+)\.(\d{1,9})$/s.exec(text) ?? [];
  return layer === undefined ? undefined : { layer, unit: Number(unit) };
}

/** On one line and not too long: it is foreign. */
function quoted(text: string): string {
  return JSON.stringify(text.length <= 60 ? text : `${text.slice(0, 59)}…`);
}
