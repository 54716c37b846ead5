import { COURSES } from '../record/recording.js';
import { readThat } from './expectations/compile-expectation.js';
import { numberUnitOf } from './expectations/measurement.js';
import { quantityText } from './expectations/quantity.js';
import { cadenceText } from './form/cadence-form.js';
import { recordedText } from './recorded-spikes.js';
import { RUN_DEFAULTS } from './run-settings.js';
import type { Expectation, Recording, Scenario } from './scenario.js';

type Plain = Readonly<Record<string, unknown>>;

function unitsText(from: number, to: number): number | string {
  return to === from + 1 ? from : `${from}:${to}`;
}

/** Traces as a file writes them: `h1.voltage: "0:8"`, a list where there are several ranges. */
function traceKeys(traces: Recording['traces']): Plain {
  const keys = [...new Set(traces.map(({ variable, nodes }) => `${nodes.layer}.${variable}`))];
  const unitsOf = (key: string) => {
    const own = traces.filter(({ variable, nodes }) => `${nodes.layer}.${variable}` === key);
    const units = own.map(({ nodes }) => unitsText(nodes.from, nodes.to));
    return units.length === 1 ? units[0] : units;
  };
  return Object.fromEntries(keys.map((key) => [key, unitsOf(key)]));
}

/** `record` as a file writes it; what is not recorded is left out. */
export function recordKeys({ spikes, samples, traces, every }: Recording): Plain {
  const courses = COURSES.flatMap((course) => {
    const cadence = every[course];
    return cadence ? [[course, cadenceText(cadence)] as const] : [];
  });
  return {
    spikes: spikes.map(recordedText),
    samples,
    ...(traces.length > 0 ? { traces: traceKeys(traces) } : {}),
    ...(courses.length > 0 ? { every: Object.fromEntries(courses) } : {}),
  };
}

/** `checkpoint` as a file writes it; nothing where it has its default. */
export function checkpointKeys({ checkpoint: { every } }: Pick<Scenario, 'checkpoint'>): Plain {
  const text = (cadence: typeof every) => (typeof cadence === 'string' ? cadence : cadenceText(cadence));
  return text(every) === text(RUN_DEFAULTS.checkpoint.every) ? {} : { checkpoint: { every: text(every) } };
}

/** An expectation as a file writes it. */
export function expectationKeys({ that, in: phase, window, tolerance, ...conditions }: Expectation): Plain {
  const unit = numberUnitOf(readThat(that).name);
  return {
    that,
    ...(phase === undefined ? {} : { in: phase }),
    ...(window ? { window } : {}),
    ...conditions,
    ...(tolerance === undefined ? {} : { tolerance: quantityText(tolerance, unit) }),
  };
}
