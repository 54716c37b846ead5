import { type Command, Option } from 'commander';

import type { ExportCommandOptions } from './export-command.js';

/** What `--to` takes; kept here so that `--help` loads nothing else. */
const FORMATS: readonly ExportCommandOptions['to'][] = ['npz', 'csv', 'safetensors', 'sonata'];

/** Adds `export` to the grammar. */
export function addExportCommand(
  root: Command,
  run: (folder: string, options: ExportCommandOptions) => Promise<void>,
): void {
  root
    .command('export')
    .description('write everything that a run recorded in a format that other programs read')
    .argument('<run>', 'folder of a run')
    .addOption(new Option('--to <format>', 'format').choices(FORMATS).makeOptionMandatory())
    .option(
      '--out <path>',
      'file, or for csv and sonata folder, to write (default: export.npz, export-csv … in the run)',
    )
    .option('--force', 'replace an earlier export')
    .option('--partial', 'export what is sound of a damaged run')
    .option('--json', 'print one JSON document and nothing else on stdout')
    .action((folder: string, options: ExportCommandOptions) => run(folder, options));
}
