import { BehaviorSubject } from 'rxjs';

import type { ViewFrame } from '../../src/streams/frames/view-frame.js';
import { createDashboard, type Dashboard } from '../../src/web/page/dashboard.js';
import { element } from '../../src/web/page/element.js';
import { startPage } from '../../src/web/page/start-page.js';
import { RunStore } from '../../src/web/view/run-store.js';
import { createViewState, type View } from '../../src/web/view/view-state.js';
import { fixtureFrames, fixtureStore } from './fixture.js';

/** What a test steers. */
interface DashboardPage {
  readonly view: View;
  readonly dashboard: Dashboard;
  addRun(name: string, seed: number): void;
  addEmptyRun(): void;
  apply(run: number, frame: ViewFrame): void;
  /** Told the name of the run in sight, oldest first. */
  readonly told: (string | undefined)[];
}

const view: View = { state: createViewState(), runs: new BehaviorSubject<readonly RunStore[]>([]) };
const told: (string | undefined)[] = [];
const host = startPage();
const dashboard = createDashboard(host, view, {
  controls: element('button', { type: 'button' }, 'Pause'),
  tools: [element('button', { type: 'button' }, 'Other sample')],
  lead: element('section', { class: 'lead' }, 'lead'),
  parts: [{ element: host, show: (run) => void told.push(run?.facts?.name) }],
  keys: [['p', 'pause']],
});

const dashboardPage: DashboardPage = {
  view,
  dashboard,
  told,
  addRun: (name, seed) => view.runs.next([...view.runs.value, fixtureStore({ name, seed, presentations: 4 })]),
  addEmptyRun() {
    const store = new RunStore();
    view.runs.next([...view.runs.value, store]);
    for (const frame of fixtureFrames({ presentations: 1 }).slice(0, 1)) store.apply(frame);
  },
  apply: (run, frame) => view.runs.value[run]!.apply(frame),
};
Object.assign(window, { dashboardPage });
