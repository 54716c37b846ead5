import './live.css';

import { BehaviorSubject } from 'rxjs';

import type { RunFrame } from '../../streams/frames/view-frame.js';
import { createRunControls } from '../controls/run-controls.js';
import { createDashboard } from '../page/dashboard.js';
import { element } from '../page/element.js';
import { prepareFirstLooks } from '../view/prepare-first-looks.js';
import { RunStore } from '../view/run-store.js';
import { createViewState, shownRun, type View } from '../view/view-state.js';
import { CommandPacer } from './command-pacer.js';
import { FrameLink } from './frame-link.js';
import { isConnected, linkText } from './link-status.js';

/**
 * The page of runs that somebody serves, as they go on or as they were: connects to where it came from, shows what it is
 * told, and steers what lets itself be steered.
 *
 * @param host Gets the page as its content.
 * @param page Address of the page.
 */
export function createLivePage(host: HTMLElement, page: URL): void {
  const view: View = { state: createViewState(), runs: new BehaviorSubject<readonly RunStore[]>([]) };
  const link = new FrameLink(page, take);
  const pacer = new CommandPacer((command) => link.send(command));
  const controls = createRunControls(view, (command) => {
    // Pins change on pages that can steer nothing, too.
    if (shownRun(view)?.state.controls) pacer.push(command);
  });
  const connected = new BehaviorSubject(true);
  const steering = element('div', { class: 'steering' }, controls.panel);
  const dashboard = createDashboard(host, view, {
    controls: controls.bar,
    lead: steering,
    waiting: 'Waiting for the run to begin …',
    connected,
    keys: [['space bar', 'pause, or go on']],
  });
  allowSteering(false);
  prepareFirstLooks(view);

  /** What was never steerable has no need of controls; what was keeps them, without use while nobody listens. */
  function allowSteering(allowed: boolean): void {
    controls.bar.hidden = !allowed;
    steering.hidden = !allowed;
  }

  function take({ run, frame }: RunFrame): void {
    while (view.runs.value.length <= run) view.runs.next([...view.runs.value, new RunStore()]);
    const store = view.runs.value[run]!;
    store.apply(frame);
    if (frame.kind === 'state' && frame.controls) allowSteering(true);
    if (frame.kind === 'run' || frame.kind === 'ended') say();
  }

  function say(): void {
    const runs = view.runs.value;
    const over = runs.length > 0 && runs.every(({ ended }) => ended !== undefined);
    // Why a run has never begun; of one that has, the dashboard says so itself.
    const never = runs.find(({ facts, ended }) => !facts && ended?.failure)?.ended?.failure;
    dashboard.fail(linkText(link.status.value, over) ?? (never && `${never.code}: ${never.message}`));
  }

  link.status.subscribe((status) => {
    const { kind } = status;
    if (connected.value !== isConnected(status)) connected.next(isConnected(status));
    say();
    if (kind === 'open' || kind === 'connecting') return;
    pacer.clear();
    for (const store of view.runs.value) if (store.state.controls) store.apply({ ...store.state, controls: false });
  });
}
