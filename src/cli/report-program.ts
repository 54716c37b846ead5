import type { Command } from 'commander';

import type { ReportCommandOptions } from './report-command.js';

/** Adds `report` to the grammar. */
export function addReportCommand(
  root: Command,
  run: (folders: readonly string[], options: ReportCommandOptions) => Promise<void>,
): void {
  root
    .command('report')
    .description('make the report of finished runs or comparisons again: one page each that opens from disk')
    .argument('<folder...>', 'folders of runs or comparisons')
    .option('--out <file>', 'where to write the report of one folder (default: report.html in it)')
    .option('--json', 'print one JSON document and nothing else on stdout')
    .action((folders: string[], options: ReportCommandOptions) => run(folders, options));
}
