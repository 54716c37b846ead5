import { fileName } from '../charts/panel/file-name.js';
import { saveFile } from '../charts/panel/save-file.js';
import { toCsv } from '../charts/panel/to-csv.js';
import { element } from '../page/element.js';
import type { RunStore } from '../view/run-store.js';
import { metricsTable } from './metrics-table.js';
import type { Training } from './training.js';

/** What can be taken home. */
export interface Downloads {
  readonly element: HTMLElement;
  /** Says what there is now. */
  show(): void;
}

/** The scenario in the editor. */
interface EditedScenario {
  readonly text: () => string;
  /** Undefined while it is not known, or something is wrong with the text. */
  readonly name: () => string | undefined;
}

const CHECKPOINT = 'Weights and optimizer state as safetensors';

/**
 * @param wrong Hears why something could not be handed over.
 */
export function createDownloads(
  store: RunStore,
  training: Training,
  scenario: EditedScenario,
  wrong: (why: string) => void,
): Downloads {
  /** The run in sight. */
  const subject = (): string => (store.facts ? `${store.facts.name}-seed-${store.facts.seed}` : 'run');
  const offer = (label: string, title: string, hand: () => void | Promise<void>): HTMLButtonElement => {
    const button = element('button', { type: 'button', title }, label);
    button.addEventListener('click', async () => {
      try {
        await hand();
      } catch (cause) {
        wrong(`${label} could not be handed over: ${cause instanceof Error ? cause.message : String(cause)}`);
      }
    });
    return button;
  };
  const checkpoint = offer('Checkpoint', CHECKPOINT, async () => {
    const file = await training.checkpoint();
    if (!file) throw new Error('the run has left none');
    saveFile(
      `${fileName(subject(), file.name.replace('.safetensors', ''), 'safetensors')}`,
      new Blob([new Uint8Array(file.bytes)]),
    );
  });
  const edited = offer('Scenario', 'The text in the editor as YAML', () =>
    saveFile(
      fileName(scenario.name() ?? '', 'scenario', 'yaml'),
      new Blob([scenario.text()], { type: 'application/yaml' }),
    ),
  );
  const metrics = offer('Metrics', 'What was measured in each epoch, as CSV', () =>
    saveFile(
      fileName(subject(), 'metrics', 'csv'),
      new Blob([toCsv(metricsTable(store.metrics))], { type: 'text/csv' }),
    ),
  );
  return {
    element: element(
      'div',
      { class: 'controls-row downloads', role: 'group', 'aria-label': 'Download' },
      element('span', { class: 'aside' }, 'Download'),
      ...[checkpoint, edited, metrics],
    ),
    show() {
      const over = training.phase === 'over';
      checkpoint.disabled = !over || !training.holdsRun;
      const missing = over
        ? 'The checkpoint is gone with the part of the page that simulated'
        : 'There is a checkpoint when the run has ended or was stopped';
      checkpoint.title = checkpoint.disabled ? missing : CHECKPOINT;
      metrics.disabled = store.metrics.length === 0;
    },
  };
}
