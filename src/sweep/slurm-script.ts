import { PREFERRED_BACKENDS } from './rule-backend.js';

/** What an array script is written for. */
export interface SlurmSweep {
  readonly name: string;
  readonly runs: number;
  /** Folder of all runs, as an absolute path. */
  readonly out: string;
  /** Backend of all runs; omitted: for each the first that can run it. */
  readonly backend?: string | undefined;
}

/** Text as one word of a shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/**
 * The script of a Slurm job array: one task a point. A task whose run is finished ends at once, so the script can be
 * handed in again.
 *
 * Beside it lie `points.txt`, a line `<scenario file> <run folder>` for each point, and the scenario files.
 */
export function slurmScript({ name, runs, out, backend }: SlurmSweep): string {
  const backends = backend === undefined ? PREFERRED_BACKENDS : [backend];
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

read -r file folder < <(sed -n "$((SLURM_ARRAY_TASK_ID + 1))p" points.txt)
summary="$HEAVISIDE_OUT/$folder/summary.json"
if grep -qs '"reason": "complete"' "$summary"; then
  echo "$file: finished already"
  exit 0
fi

# The first backend that can run it.
status=0
for backend in ${backends.map(quoted).join(' ')}; do
  result=$($HEAVISIDE run "$file" --out "$HEAVISIDE_OUT" --backend "$backend" \\
    --threads "\${SLURM_CPUS_PER_TASK:-1}" --json --quiet --no-report)
  status=$?
  case $result in
    *'"HV_BACKEND_UNSUPPORTED"'* | *'"HV_BACKEND_UNAVAILABLE"'*) ;;
    *) break ;;
  esac
done
printf '%s\\n' "$result"
exit "$status"
`;
}
