import type uPlot from 'uplot';

import { element } from '../../page/element.js';

/** A note beside the pointer: what is there, in words. */
export interface HoverWords {
  show(at: { readonly step: number; readonly top: number; readonly lines: readonly string[] } | undefined): void;
}

const DISTANCE = 14;

/** Makes the note; it lies over the plot and is hidden from readers of the page, who are told by the status line. */
export function createHoverWords(host: HTMLElement, plot: uPlot): HoverWords {
  const note = element('div', { class: 'time-words', 'aria-hidden': 'true', hidden: true });
  host.append(note);
  return {
    show(at) {
      note.hidden = !at || at.lines.length === 0;
      if (!at || note.hidden) return;
      note.replaceChildren(...at.lines.map((line) => element('div', {}, line)));
      const { offsetLeft, offsetTop, clientWidth } = plot.over;
      const left = plot.valToPos(at.step + 0.5, 'x');
      const fits = left + DISTANCE + note.offsetWidth <= clientWidth + (host.clientWidth - clientWidth - offsetLeft);
      const x = offsetLeft + (fits ? left + DISTANCE : Math.max(-offsetLeft, left - DISTANCE - note.offsetWidth));
      const y = offsetTop + Math.max(0, Math.min(at.top + DISTANCE, plot.over.clientHeight - note.offsetHeight));
      note.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
    },
  };
}
