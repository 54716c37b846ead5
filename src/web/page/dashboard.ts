import { type BehaviorSubject, EMPTY, merge, startWith, switchMap } from 'rxjs';

import { onceAFrame } from '../charts/plot/once-a-frame.js';
import { shownRun, type View } from '../view/view-state.js';
import { createActivitySection } from './activity-section.js';
import { element } from './element.js';
import { createExpectationsTable } from './expectations-table.js';
import { createHeadline } from './headline.js';
import { createHelpDialog, type KeyHelp } from './help-dialog.js';
import { createLearningSection } from './learning-section.js';
import { createMetricsTable } from './metrics-table.js';
import { createNotice } from './notice.js';
import { createPageHeader } from './page-header.js';
import { keyActions, listenToKeys } from './page-keys.js';
import type { Part } from './part.js';
import { createPhasesTable } from './phases-table.js';
import { createRunFacts } from './run-facts.js';
import { createScenarioText } from './scenario-text.js';

/** What a page adds to the dashboard. */
export interface DashboardOptions {
  /** Stands in the header at all times: run controls. */
  readonly controls?: HTMLElement;
  /** Stands before everything that is told of a run: an editor. */
  readonly lead?: HTMLElement;
  /** Stand in the toolbar of the activity, after its own: a choice of the sample. */
  readonly tools?: readonly HTMLElement[];
  /** Parts of the page's own, wherever they stand, that are told of the run in sight whenever it changes. */
  readonly parts?: readonly Part[];
  /** What is said before anything is known of a run. */
  readonly waiting?: string;
  /** Whether whoever tells of the runs can be heard; they always can unless given. */
  readonly connected?: BehaviorSubject<boolean>;
  /** Keys of the page's own, for the help. */
  readonly keys?: readonly KeyHelp[];
}

/** All charts and figures of the runs of a page. */
export interface Dashboard {
  /** Says what keeps the page from showing anything; undefined takes it back. */
  fail(message: string | undefined): void;
  /** Gives everything back: charts, listeners and the host's content. */
  destroy(): void;
}

/**
 * Arranges everything that is known of runs in a page: header, result at a glance, charts of activity and of learning,
 * figures to the last digit, scenario.
 *
 * @param host Gets the dashboard as its content.
 */
export function createDashboard(host: HTMLElement, view: View, options: DashboardOptions = {}): Dashboard {
  const { controls, lead, tools = [], waiting = 'Waiting for a run …', connected, keys } = options;
  const help = createHelpDialog(keys);
  const openHelp = (): void => {
    if (!help.open) help.showModal();
  };
  const header = createPageHeader(view, openHelp, { controls, connected });
  const notice = createNotice(waiting);
  const headline = createHeadline();
  const facts = createRunFacts();
  const activity = createActivitySection(view, tools);
  const learning = createLearningSection(view);
  const phases = createPhasesTable();
  const metrics = createMetricsTable();
  const expectations = createExpectationsTable();
  const scenario = createScenarioText();
  const body = element(
    'div',
    { class: 'body' },
    element('section', { class: 'summary', 'aria-label': 'Summary' }, headline.element, facts.element),
    activity.element,
    learning.element,
    phases.element,
    element(
      'section',
      { class: 'result', 'aria-labelledby': 'result-title' },
      element('h2', { id: 'result-title' }, 'Figures'),
      element(
        'div',
        { class: 'tables' },
        metrics.element,
        element('div', { class: 'aside' }, expectations.element, scenario.element),
      ),
    ),
  );
  host.replaceChildren(header.element, element('main', {}, notice.element, ...(lead ? [lead] : []), body), help);
  const parts: readonly Part[] = [
    header,
    notice,
    activity,
    learning,
    headline,
    facts,
    phases,
    metrics,
    expectations,
    scenario,
    ...(options.parts ?? []),
  ];
  const show = (): void => {
    const run = shownRun(view);
    body.hidden = run?.facts === undefined;
    for (const part of parts) part.show(run);
  };
  const told = merge<unknown[]>(view.runs, view.state.run, connected ?? EMPTY).pipe(
    switchMap(() => merge(...view.runs.value.map(({ changed }) => changed)).pipe(startWith(undefined))),
  );
  show();
  const frames = onceAFrame(show);
  const subscription = told.subscribe(() => frames.request());
  const deafen = listenToKeys(keyActions(view, openHelp));
  return {
    fail: (message) => {
      notice.fail(message);
      if (message === undefined) show();
    },
    destroy() {
      deafen();
      subscription.unsubscribe();
      frames.cancel();
      for (const part of [header, activity, learning]) part.destroy();
      host.replaceChildren();
    },
  };
}
