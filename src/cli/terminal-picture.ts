import type { Observable } from 'rxjs';

import type { RunEvent } from '../run/run-event.js';
import type { Look } from '../run/watch/look.js';
import type { CliIo } from './cli-io.js';
import { isLive, paintFor } from './paint.js';
import { accuracyText } from './terminal-accuracy.js';
import { alphabetFor } from './terminal-alphabet.js';
import { LastStretch } from './terminal-last-stretch.js';
import { rasterLines, sceneOfLook } from './terminal-raster.js';
import type { EpochValue } from './terminal-sparkline.js';

/** A narrower terminal gets no picture. */
const NARROWEST = 60;

/** A wider one gets a picture of this width. */
const WIDEST = 120;

/** A picture of a run that has been listened to. */
export interface Picture {
  /** Lines of text for the terminal, in the colours that it wants; empty when there is nothing to show. */
  text(): string;
}

const NOTHING: Picture = { text: () => '' };

/**
 * Listens to a run for what a terminal shows at its end: the raster of one test sample, or of the end of the last free run
 * of a run of phases, and the accuracy over the epochs. Nothing unless both streams are terminals of 60 columns or more that understand control
 * sequences; in ASCII where the locale is not one of UTF-8, without colour where `NO_COLOR` is set. Learners without
 * spikes have no raster.
 */
export function listenForPicture(events: Observable<RunEvent>, { stdout, stderr, env }: CliIo): Picture {
  if (!isLive(stdout, env) || !isLive(stderr, env)) return NOTHING;
  const sizes = new Map<string, number>();
  const accuracies: { readonly train: EpochValue[]; readonly test: EpochValue[] } = { train: [], test: [] };
  let look: Look | undefined;
  let stretch: LastStretch | undefined;
  let isTest = false;
  const note = (split: 'train' | 'test', { epoch, metrics }: Extract<RunEvent, { kind: 'epoch-ended' | 'tested' }>) => {
    const value = metrics[`accuracy(${split})`];
    if (value !== undefined) accuracies[split].push({ epoch, value });
  };
  events.subscribe({
    next(event) {
      if (event.kind === 'run-started') for (const { id, size } of event.layers) sizes.set(id, size);
      else if (event.kind === 'epoch-ended') note('train', event);
      else if (event.kind === 'phase-started') isTest = event.type === 'test';
      else if (event.kind === 'recorded') stretch = (stretch ?? new LastStretch()).with(event.pieces);
      // A test phase belongs to no epoch.
      else if (event.kind === 'tested' && !isTest) note('test', event);
      else if (event.kind === 'samples-looked') [look] = event.looks;
    },
    error: () => undefined,
  });
  return {
    text() {
      // Asked now: a terminal may have been made wider or narrower meanwhile.
      const { columns = 0 } = stderr;
      if (columns < NARROWEST) return '';
      const style = { columns: Math.min(columns, WIDEST), alphabet: alphabetFor(env), paint: paintFor(stderr, env) };
      const scene = stretch?.scene(style.alphabet.ellipsis) ?? (look && sceneOfLook(look, style.paint));
      const known = new Map([...sizesOf(look), ...(stretch?.sizes ?? []), ...sizes]);
      const raster = scene ? rasterLines(scene, known, style) : [];
      const accuracy = accuracyText(accuracies, style.columns, style.alphabet.heights);
      return [raster.map((line) => `${line}\n`).join(''), accuracy]
        .filter((part) => part !== '')
        .map((part) => `${part}\n`)
        .join('');
    },
  };
}

/** The input is no layer of `run-started`; where it is made of spikes it comes first. */
function sizesOf(look: Look | undefined): readonly (readonly [string, number])[] {
  const [first] = look?.spikes ?? [];
  return look && first ? [[first.layer, look.input.length]] : [];
}
