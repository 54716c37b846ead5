import { auditTime, BehaviorSubject, filter, merge, Subject } from 'rxjs';

import { createRunControls } from '../controls/run-controls.js';
import { createDashboard } from '../page/dashboard.js';
import { element } from '../page/element.js';
import { prepareFirstLooks } from '../view/prepare-first-looks.js';
import { RunStore } from '../view/run-store.js';
import { suggestPins } from '../view/suggest-pins.js';
import { createViewState, type View } from '../view/view-state.js';
import { watchAddress } from './address.js';
import { AwaitedWindow } from './awaited-window.js';
import { createBackendChoice } from './backend-choice.js';
import { createDownloads } from './downloads.js';
import { createScenarioEditor } from './editor/scenario-editor.js';
import type { Experiment, ShippedScenario } from './link/experiment.js';
import { readLink } from './link/read-link.js';
import { writeLink } from './link/write-link.js';
import { createProblemList } from './problem-list.js';
import { ScenarioCheck } from './scenario-check.js';
import { createScenarioPicker } from './scenario-picker.js';
import { createShareBar } from './share-bar.js';
import { createTrainBar } from './train-bar.js';
import { Training } from './training.js';
import { failureOf } from './worker/failure-of.js';
import type { Failure } from './worker/messages.js';
import { startWorker } from './worker/start-worker.js';

/** Batches a second at the beginning: slow enough to see a network learn. */
const FIRST_SPEED = 100;
const WAITING =
  'Press Train, and the network learns here, in this browser: spikes, membranes, feedback and accuracy appear while it does. Nothing leaves this page.';
/** Milliseconds from a change until the link is written; browsers refuse addresses that change all the time. */
const LINK_REST = 400;

/**
 * The playground: a scenario to choose and to edit, a run of it in a worker, everything that is to be seen of it, and a
 * link that holds the experiment.
 *
 * @param host    Gets the page as its content.
 * @param shipped The scenarios to choose from; at least one.
 */
export function createPlayground(host: HTMLElement, shipped: readonly ShippedScenario[]): void {
  const store = new RunStore();
  const view: View = { state: createViewState(), runs: new BehaviorSubject<readonly RunStore[]>([store]) };
  const { state } = view;
  store.apply({ kind: 'state', paused: false, speed: FIRST_SPEED, stopping: false, dropped: 0 });
  const opened = readLink(location.hash, shipped);
  let trouble: Failure | undefined;
  /** The link of what was opened, or was written last; while it holds, the address stays as it is. */
  let kept = '';
  const touched = new Subject<void>();

  const asked = startWorker(() => undefined, complain, 'Load the page again.');
  const training = new Training(store, startWorker, () => {
    show();
    // The space bar would start over what has just begun.
    if (training.phase === 'running' && bar.element.contains(document.activeElement)) controls.focus();
  });
  const controls = createRunControls(view, (command) => training.send(command), { own: true });
  const awaited = new AwaitedWindow(state, store);
  const check = new ScenarioCheck(
    (text) => asked.ask({ ask: 'check', text }),
    ({ problems, blocked, seed }) => {
      editor.mark(problems);
      list.show(problems, blocked === undefined ? [] : [blocked]);
      bar.scenarioSeed(seed);
      show();
    },
    (cause) => complain(failureOf(cause)),
  );
  const picker = createScenarioPicker(shipped, ({ name, text }) => {
    editor.replace({ base: name, text });
    edited(true);
  });
  const editor = createScenarioEditor(opened.experiment, () => edited());
  const list = createProblemList((problem) => editor.goTo(problem));
  const backend = createBackendChoice(() => {
    forget();
    touched.next();
    show();
  });
  const bar = createTrainBar(() => touched.next(), train);
  const downloads = createDownloads(store, training, { text: editor.text, name: () => check.verdict?.name }, (why) =>
    complain({ code: 'HV_FILE', message: why }),
  );
  const share = createShareBar(() => keep(link()));

  function edited(soon = false): void {
    forget();
    check.of(editor.text(), soon);
    touched.next();
    show();
  }

  /** What went wrong went wrong with something else. */
  function forget(): void {
    trouble = undefined;
    training.forgive();
  }

  function complain(failure: Failure): void {
    trouble = failure;
    show();
  }

  function hindrance(): string | undefined {
    const { verdict } = check;
    if (verdict && verdict.problems.length > 0) return 'The scenario has problems; they are listed below its text.';
    return verdict?.blocked ?? backend.problem();
  }

  function show(): void {
    const base = editor.base();
    const shown = shipped.find(({ name }) => name === base);
    picker.show(base, shown?.text !== editor.text());
    const missing = backend.problem();
    const known = training.failure ?? trouble;
    bar.show(
      training.phase,
      known ?? (missing ? { code: 'HV_BACKEND_UNAVAILABLE', message: missing } : undefined),
      hindrance(),
    );
    downloads.show();
  }

  function train(): void {
    if (hindrance() !== undefined) return;
    trouble = undefined;
    const { speed } = store.state;
    training.begin({
      text: editor.text(),
      seed: bar.seed(),
      backend: backend.value(),
      commands: [{ kind: 'speed', batchesPerSecond: speed }, ...controls.standing()],
    });
  }

  function experiment(): Experiment {
    const { order, pinned } = state;
    const seen = { window: awaited.window, pinned: pinned.value, order: order.value };
    return { base: editor.base(), text: editor.text(), seed: bar.seed(), backend: backend.value(), view: seen };
  }

  function link(): string {
    return writeLink(experiment(), shipped);
  }

  /** Puts a link into the address. @returns All of the address. */
  function keep(next: string): string {
    kept = next;
    address.write(next);
    share.show(location.href);
    return location.href;
  }

  function open({ base, text, seed, backend: wanted, view: seen }: Experiment): void {
    if (editor.base() !== base || editor.text() !== text) editor.replace({ base, text });
    bar.setSeed(seed);
    backend.choose(wanted);
    state.order.next(seen.order);
    if (seen.pinned.length > 0) state.pinned.next(seen.pinned);
    else suggestPins(state, seen.pinned);
    awaited.want(seen.window);
    edited(true);
    kept = link();
    share.show(location.href);
  }

  const address = watchAddress((hash) => {
    const { experiment: next, problems } = readLink(hash, shipped);
    share.complain(problems);
    open(next);
  });
  merge(touched, state.order, state.pinned, state.follow, state.window.pipe(filter(() => !state.follow.value)))
    .pipe(auditTime(LINK_REST))
    .subscribe(() => {
      const next = link();
      if (next !== kept) keep(next);
    });
  store.changed.subscribe(({ kind }) => {
    if (kind === 'metrics' || kind === 'ended') downloads.show();
  });

  const lead = element(
    'div',
    { class: 'bench' },
    element(
      'section',
      { class: 'setup', 'aria-label': 'Experiment' },
      ...[picker.element, editor.element, list.element, backend.element, backend.about, bar.element],
    ),
    element('section', { class: 'take-home', 'aria-label': 'Take home' }, share.element, downloads.element),
  );
  createDashboard(host, view, {
    controls: controls.bar,
    tools: [controls.panel],
    lead,
    waiting: WAITING,
    keys: [
      ['space bar', 'pause, or go on'],
      ['Esc, then Tab', 'leave the editor'],
    ],
  });
  share.complain(opened.problems);
  open(opened.experiment);
  prepareFirstLooks(view, () => {
    // Where editor and charts stand one below the other, the charts are far away.
    if (lead.offsetWidth > innerWidth / 2) lead.nextElementSibling?.scrollIntoView();
  });
  asked.ask({ ask: 'backends' }).then(
    (abilities) => {
      backend.know(abilities);
      show();
    },
    (cause: unknown) => complain(failureOf(cause)),
  );
  for (const { name, text } of shipped)
    asked.ask({ ask: 'check', text }).then(
      ({ blocked }) => picker.mark(name, blocked !== undefined),
      (cause: unknown) => complain(failureOf(cause)),
    );
}
