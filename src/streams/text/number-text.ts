const exact = new Intl.NumberFormat('en-US', { maximumFractionDigits: 6 });
const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });

/** A share as people read it: `97.49 %`. */
export function percentText(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

/** A count or a mean of counts: `12,345.6`. */
export function countText(count: number): string {
  return Number.isFinite(count) ? grouped.format(count) : String(count);
}

/** A number of any size with four significant digits; a digest, which is text, as it is. */
export function valueText(value: number | string): string {
  if (typeof value === 'string') return value;
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}

/** A duration: `0.4 s`, `12.3 s`, `3 min 20 s`, `1 h 05 min`. */
export function durationText(seconds: number): string {
  if (!Number.isFinite(seconds)) return '?';
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** Simulated time of so many steps: `200 ms`, `1.5 s`, `0.5 ms`. */
export function timeText(steps: number, dt: number): string {
  const seconds = steps * dt;
  const [value, unit] = seconds < 1 ? [1000 * seconds, 'ms'] : [seconds, 's'];
  return `${exact.format(Number(value.toPrecision(9)))} ${unit}`;
}
