import { PREFERRED_BACKENDS } from './rule-backend.js';
import { REFUSALS } from './unfinished-run.js';

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
 * The script of a Slurm job array: one task a point. A task whose run is finished ends at once, and one that was stopped goes
 * on, so the script can be handed in again.
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
run="$HEAVISIDE_OUT/$folder"
if grep -qs '"reason": "complete"' "$run/summary.json"; then
  echo "$file: finished already"
  exit 0
fi

play() {
  result=$($HEAVISIDE "$@" --backend "$backend" --threads "\${SLURM_CPUS_PER_TASK:-1}" --json --quiet --no-report)
  status=$?
}

# The first backend that can run it.
result= status=0
for backend in ${backends.map(quoted).join(' ')}; do
  # One that was stopped or killed goes on where it was; where that is refused, it begins anew.
  if [ -e "$run/scenario.yaml" ]; then
    play resume "$run"
    case $result in
      ${REFUSALS.map((code) => `*'"${code}'*`).join(' | ')}) printf '%s\\n' "$result" >&2 ;;
      *) break ;;
    esac
  fi
  play run "$file" --out "$HEAVISIDE_OUT"
  case $result in
    *'"HV_BACKEND_UNSUPPORTED"'* | *'"HV_BACKEND_UNAVAILABLE"'*) ;;
    *) break ;;
  esac
done
printf '%s\\n' "$result"
exit "$status"
`;
}
