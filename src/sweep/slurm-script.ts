/** What an array script is written for. */
export interface SlurmSweep {
  readonly name: string;
  readonly runs: number;
  /** Folder of all runs, as an absolute path. */
  readonly out: string;
  /** Backend of all runs; omitted: for each the first that can run it. */
  readonly backend?: string | undefined;
  /** Whether the runs keep what their digests come to, see `heaviside sweep --update-snapshots`. */
  readonly updates?: boolean;
  /** Folder at which relative paths of data begin, as an absolute path; omitted: there are none. */
  readonly from?: string | undefined;
}

/** Text as one word of a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Goes where the paths of the data begin. */
function folderText(from: string): string {
  return `# Relative paths of data begin where the sweep was exported. HEAVISIDE_FROM: another folder.
file=$PWD/$file
case $HEAVISIDE_OUT in /*) ;; *) HEAVISIDE_OUT=$PWD/$HEAVISIDE_OUT ;; esac
HEAVISIDE_FROM=\${HEAVISIDE_FROM:-${quoted(from)}}
cd "$HEAVISIDE_FROM" || exit 4
`;
}

/**
 * The script of a Slurm job array: one task a point. What a task does is what `heaviside sweep` itself would do with its point: one
 * that is finished on today's files ends at once, and one that was stopped goes on, so the script can be handed in again.
 *
 * Beside it lie `points.txt`, a line `<scenario file> <run folder>` for each point, and the scenario files.
 */
export function slurmScript({ name, runs, out, backend, updates = false, from }: SlurmSweep): string {
  const more = `${backend === undefined ? '' : ` --backend ${quoted(backend)}`}${updates ? ' --update-snapshots' : ''}`;
  return `#!/bin/bash
#SBATCH --job-name=${name}
#SBATCH --array=0-${runs - 1}
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=1
#SBATCH --output=slurm-%A_%a.out

# Runs one point of a sweep: sbatch --chdir=<this folder> sweep.sbatch
# HEAVISIDE: the command (heaviside); HEAVISIDE_OUT: the folder of all runs.
set -u
HEAVISIDE=\${HEAVISIDE:-heaviside}
HEAVISIDE_OUT=\${HEAVISIDE_OUT:-${quoted(out)}}

read -r file _folder < <(sed -n "$((SLURM_ARRAY_TASK_ID + 1))p" points.txt)
${from === undefined ? '' : folderText(from)}exec $HEAVISIDE sweep point "$file" --out "$HEAVISIDE_OUT" --threads "\${SLURM_CPUS_PER_TASK:-1}"${more}
`;
}
