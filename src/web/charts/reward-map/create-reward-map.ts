import { merge } from 'rxjs';

import type { Look } from '../../../run/watch/look.js';
import { element } from '../../page/element.js';
import { isLook } from '../../view/presentation.js';
import { shownRun, type View } from '../../view/view-state.js';
import type { Chart } from '../chart.js';
import { toCsv } from '../panel/to-csv.js';
import { fitCanvas } from '../plot/fitted-canvas.js';
import { framesOf } from '../plot/frames-of.js';
import { onceAFrame } from '../plot/once-a-frame.js';
import { paintRewardMap } from './paint-reward-map.js';
import { layRewardMap, pixelAt } from './reward-map-layout.js';
import {
  lookText,
  pixelText,
  rewardMapFigures,
  rewardMapSummary,
  rewardMapTable,
  whyNoReward,
} from './reward-map-text.js';
import { movedPixel, type Pixel, sampleShape } from './sample-shape.js';

/**
 * The sample of the presentation under the page's cursor, or of the newest one, beside the reward of each of its inputs:
 * which pixels earned it. The pointer or the arrow keys choose a pixel, Escape lets it go.
 */
export function createRewardMap(view: View): Chart {
  const caption = element('p', { class: 'reward-caption' });
  const host = element('div', { class: 'reward-canvas', role: 'img', tabindex: 0 });
  const why = element('p', { class: 'chart-empty', hidden: true });
  const readout = element('output', { class: 'chart-readout' });
  const whole = element('div', { class: 'reward-map' }, caption, host, readout, why);
  let cursor: Pixel | undefined;

  const shown = (): { readonly look: Look; readonly epoch?: number } | undefined => {
    const run = shownRun(view);
    const at = view.state.cursor.value;
    const pointed = at === undefined ? undefined : run?.presentationAt(at);
    return pointed && isLook(pointed) ? pointed : run?.newestLook;
  };
  const facts = () => shownRun(view)?.facts;
  const layout = (ratio: number) => {
    const known = facts();
    return known && layRewardMap(host.clientWidth, sampleShape(known.inputShape), known.classes, ratio);
  };
  const fitted = fitCanvas(host, (sheet) => {
    const [known, place, look] = [facts(), layout(sheet.ratio), shown()?.look];
    if (!known || !place || !look) return;
    host.style.height = `${place.height}px`;
    paintRewardMap(sheet, { facts: known, look, shape: sampleShape(known.inputShape), layout: place, cursor });
  });
  const draw = (): void => {
    const [known, look] = [facts(), shown()?.look];
    caption.textContent = look ? lookText(look) : '';
    const reason = known && look ? whyNoReward(known, look) : undefined;
    why.textContent = reason ?? '';
    why.hidden = reason === undefined;
    host.setAttribute('aria-label', known && look ? rewardMapSummary(known, look) : 'No sample has been shown yet.');
    readout.textContent = known && look && cursor ? pixelText(known, look, cursor) : '';
    fitted.request();
  };
  const frames = onceAFrame(draw);
  const point = (next: Pixel | undefined): void => {
    if (next?.row === cursor?.row && next?.column === cursor?.column) return;
    cursor = next;
    frames.request();
  };
  const onPointer = (event: PointerEvent): void => {
    const [known, place] = [facts(), layout(devicePixelRatio)];
    const box = host.getBoundingClientRect();
    if (known && place)
      point(pixelAt(place, sampleShape(known.inputShape), event.clientX - box.left, event.clientY - box.top));
  };
  const onLeave = (): void => point(undefined);
  const onKey = (event: KeyboardEvent): void => {
    const known = facts();
    if (!known || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = movedPixel(event.key, cursor, sampleShape(known.inputShape));
    if (!next && !(event.key === 'Escape' && cursor)) return;
    event.preventDefault();
    event.stopPropagation();
    point(next);
  };
  host.addEventListener('pointermove', onPointer);
  host.addEventListener('pointerdown', onPointer);
  host.addEventListener('pointerleave', onLeave);
  host.addEventListener('keydown', onKey);
  const listening = merge(framesOf(view, ['run', 'look']), view.state.cursor, view.state.run).subscribe(() =>
    frames.request(),
  );
  return {
    name: 'reward-map',
    title: 'Reward of the inputs',
    element: whole,
    figures: () => rewardMapFigures(facts(), shown()?.look),
    csv: () => toCsv(rewardMapTable(facts(), shown()?.look)),
    canvases: () => [fitted.canvas],
    destroy() {
      frames.cancel();
      listening.unsubscribe();
      fitted.destroy();
      host.removeEventListener('pointermove', onPointer);
      host.removeEventListener('pointerdown', onPointer);
      host.removeEventListener('pointerleave', onLeave);
      host.removeEventListener('keydown', onKey);
      whole.remove();
    },
  };
}
