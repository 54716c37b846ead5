import type { Look } from '../../../run/watch/look.js';
import { colourOf } from '../../page/theme.js';
import type { Sheet } from '../plot/fitted-canvas.js';
import { FONT_FAMILY } from '../plot/picture-text.js';
import { fewDigits } from '../plot/ticks.js';
import type { Box } from './reward-map-layout.js';

/** Paints a bar for the read-out of each class; words say which one is the label and which the answer. */
export function paintReadout({ context, theme }: Sheet, box: Box, { readout, label, answer }: Look): void {
  const values = Array.from(readout);
  const row = box.height / Math.max(1, values.length);
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  context.font = `600 11px ${FONT_FAMILY}`;
  const words = (k: number): string =>
    k === label && k === answer ? 'label, answer' : k === label ? 'label' : k === answer ? 'answer' : '';
  const text = (k: number): string => [fewDigits(values[k]!, 2), words(k)].filter(Boolean).join('  ');
  const numbers = Math.max(...values.map((_, k) => context.measureText(String(k)).width)) + 8;
  const texts = Math.max(...values.map((_, k) => context.measureText(text(k)).width)) + 6;
  const [from, to] = [box.left + numbers, Math.max(box.left + numbers + 20, box.left + box.width - texts)];
  const x = (value: number): number => from + ((value - low) / (high - low || 1)) * (to - from);
  context.font = `600 12px ${FONT_FAMILY}`;
  context.textAlign = 'left';
  context.textBaseline = 'bottom';
  context.fillStyle = theme.text;
  context.fillText('Read-out of each class', box.left, box.top - 5);
  context.textBaseline = 'middle';
  values.forEach((value, k) => {
    const middle = box.top + (k + 0.5) * row;
    const isNamed = words(k) !== '';
    context.font = `${isNamed ? '600 ' : ''}11px ${FONT_FAMILY}`;
    context.fillStyle = isNamed ? theme.text : theme.muted;
    context.textAlign = 'right';
    context.fillText(String(k), from - 5, middle);
    context.fillStyle = k === answer && answer !== label ? theme.warning : isNamed ? colourOf(theme, 0) : theme.muted;
    context.globalAlpha = isNamed ? 1 : 0.55;
    context.fillRect(Math.min(x(0), x(value)), middle - row * 0.32, Math.max(1, Math.abs(x(value) - x(0))), row * 0.64);
    context.globalAlpha = 1;
    context.fillStyle = isNamed ? theme.text : theme.muted;
    context.textAlign = 'left';
    context.fillText(text(k), Math.max(x(0), x(value)) + 5, middle);
  });
  context.strokeStyle = theme.muted;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(Math.round(x(0)) + 0.5, box.top);
  context.lineTo(Math.round(x(0)) + 0.5, box.top + box.height);
  context.stroke();
}
