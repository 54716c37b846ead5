import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Controls in sight without a name that a screen reader could say. */
export function namelessControls(page: Page): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>(`(() => {
    const named = (control) => {
      const texts = [...(control.labels ?? [])].map((label) => label.textContent);
      const by = control.getAttribute('aria-labelledby');
      texts.push(control.getAttribute('aria-label'), by && document.getElementById(by)?.textContent);
      if (/^(BUTTON|SUMMARY)$/.test(control.tagName)) texts.push(control.textContent);
      return texts.some((text) => text?.trim());
    };
    const controls = document.querySelectorAll('button, select, input, textarea, summary, [tabindex="0"]');
    return [...controls].filter((each) => each.checkVisibility() && !named(each)).map((each) => each.outerHTML);
  })()`);
}

/** Controls in sight that are smaller than so many pixels; a label is part of its control. */
export function smallControls(page: Page, pixels: number): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>(`[...document.querySelectorAll('button, select, input, summary')]
    .filter((control) => control.checkVisibility())
    .map((control) => ({ control, box: (control.closest('label') ?? control).getBoundingClientRect() }))
    .filter(({ box }) => box.width > 0 && Math.min(box.width, box.height) < ${pixels})
    .map(({ control, box }) => control.outerHTML.slice(0, 120) + ' ' + box.width + ' x ' + box.height)`);
}

/** Pixels by which the page is wider than what it is seen through. */
export function overhang(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
}

/** The page's background, as its style sheet has it. */
export function background(page: Page): Promise<string> {
  return page.evaluate<string>("getComputedStyle(document.documentElement).getPropertyValue('--background')");
}

/** Gives the window another size, and waits until the page has it. */
export async function resize(page: Page, size: { readonly width: number; readonly height: number }): Promise<void> {
  await page.setViewportSize(size);
  // Asked from outside: the policy of the page lets nobody evaluate text within it.
  await expect.poll(() => page.evaluate<number>('innerWidth')).toBe(size.width);
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))');
}

/** Colours of all pixels of a chart's canvas, each with its number of pixels. */
export async function paintedColours(page: Page, canvas: string): Promise<ReadonlyMap<string, number>> {
  const counts = await page.evaluate<readonly (readonly [string, number])[]>(`(() => {
    const canvas = document.querySelector(${JSON.stringify(canvas)});
    // A copy: whoever waits for a colour reads often, and Chromium complains of that on a canvas that was not made for it.
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
    const counts = new Map();
    for (let k = 0; k < data.length; k += 4) {
      if (data[k + 3] < 255) continue;
      const colour = '#' + [0, 1, 2].map((c) => data[k + c].toString(16).padStart(2, '0')).join('');
      counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
    return [...counts];
  })()`);
  return new Map(counts);
}
