import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeEach, expect } from 'vitest';

import { type ScriptPages, serveScript } from './open-browser.js';

/** All time charts on one page, with what tests ask of them. */
export interface TimeChartsPage {
  readonly pages: ScriptPages;
  readonly page: Page;
  /** Value of an expression on the page; `timeCharts` is what `test/web-page/time-charts.ts` offers. */
  ask<T>(expression: string): Promise<T>;
  drawn(): Promise<unknown>;
  windowNow(): Promise<{ readonly from: number; readonly to: number }>;
  pinned(): Promise<readonly { readonly layer: string; readonly unit: number }[]>;
  /** What has the focus of a chart. */
  surface(name: string): Locator;
  summary(name: string): Promise<string | null>;
  /** A line of what is told beside the pointer. */
  told(name: string, line: number): Promise<string | null>;
  plotBox(name: string): Promise<{ x: number; y: number; width: number; height: number }>;
  /** A place in a plot, by shares of its width and height. */
  at(name: string, across: number, down?: number): Promise<[number, number]>;
  /** Drags from one place to another. */
  drag(from: readonly [number, number], to: readonly [number, number]): Promise<void>;
}

/**
 * Opens the page for a test file, to be called and waited for where the file collects its tests. Every test begins with the
 * usual fixture; at the end nothing must have gone wrong unnoticed, and the page is closed.
 */
export async function openTimeCharts(): Promise<TimeChartsPage> {
  const pages = await serveScript('time-charts.ts');
  afterAll(async () => {
    await pages.close();
    expect(pages.complaints).toEqual([]);
  });
  const page = await pages.open({ width: 1200, height: 1100 });
  await page.waitForFunction('globalThis.timeCharts?.charts');
  const ask = <T>(expression: string): Promise<T> => page.evaluate<T>(expression);
  beforeEach(() => ask('timeCharts.fixture()'));
  const surface = (name: string) => page.locator(`.time-${name} .time-surface`);
  const plotBox = async (name: string) => (await page.locator(`.time-${name} .u-over`).boundingBox())!;
  return {
    ...{ pages, page, ask, surface, plotBox },
    drawn: () => ask('timeCharts.drawn()'),
    windowNow: () => ask('timeCharts.view.state.window.value'),
    pinned: () => ask('timeCharts.view.state.pinned.value'),
    summary: (name) => surface(name).getAttribute('aria-label'),
    told: (name, line) => page.locator(`.time-${name} .time-words div`).nth(line).textContent(),
    async at(name, across, down = 0.5) {
      const { x, y, width, height } = await plotBox(name);
      return [x + across * width, y + down * height];
    },
    async drag(from, to) {
      await page.mouse.move(...from);
      await page.mouse.down();
      await page.mouse.move(...to, { steps: 3 });
      await page.mouse.up();
    },
  };
}
