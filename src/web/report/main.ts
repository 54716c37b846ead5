import { BehaviorSubject } from 'rxjs';

import { createDashboard } from '../page/dashboard.js';
import { startPage } from '../page/start-page.js';
import { prepareFirstLooks } from '../view/prepare-first-looks.js';
import { RunStore } from '../view/run-store.js';
import { createViewState, type View } from '../view/view-state.js';
import { embeddedFrames } from './read-frames.js';

const view: View = { state: createViewState(), runs: new BehaviorSubject<readonly RunStore[]>([]) };
const dashboard = createDashboard(startPage(), view, { waiting: 'Reading the report …' });

async function show(): Promise<void> {
  const stores: RunStore[] = [];
  for (const { run, frame } of await embeddedFrames()) {
    stores[run] ??= new RunStore();
    stores[run].apply(frame);
  }
  view.state.follow.next(false);
  view.runs.next(stores);
  prepareFirstLooks(view);
}

show().catch((cause: unknown) => {
  const why = cause instanceof Error ? cause.message : String(cause);
  dashboard.fail(`This report cannot be read: ${why}. Make it again with: heaviside report <folder of the run>`);
});
