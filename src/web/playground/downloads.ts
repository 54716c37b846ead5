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

/**
 * @param text  The scenario in the editor.
 * @param wrong Hears why something could not be handed over.
 */
export function createDownloads(
  store: RunStore,
  training: Training,
  text: () => string,
  wrong: (why: string) => void,
): Downloads {
  const subject = (): string => (store.facts ? `${store.facts.name}-seed-${store.facts.seed}` : 'scenario');
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
  const checkpoint = offer('Checkpoint', 'Weights and optimizer state as safetensors', async () => {
    const file = await training.checkpoint();
    if (!file) throw new Error('there is none before the run ends');
    saveFile(
      `${fileName(subject(), file.name.replace('.safetensors', ''), 'safetensors')}`,
      new Blob([new Uint8Array(file.bytes)]),
    );
  });
  const scenario = offer('Scenario', 'The text in the editor as YAML', () =>
    saveFile(fileName(subject(), 'scenario', 'yaml'), new Blob([text()], { type: 'application/yaml' })),
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
      ...[checkpoint, scenario, metrics],
    ),
    show() {
      checkpoint.disabled = training.phase !== 'over' || store.ended === undefined;
      checkpoint.title = checkpoint.disabled
        ? 'There is a checkpoint when the run has ended or was stopped'
        : 'Weights and optimizer state as safetensors';
      metrics.disabled = store.metrics.length === 0;
    },
  };
}
