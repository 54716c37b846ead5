/** Steps between ticks that people count in, times a power of ten. */
const NICE: readonly number[] = [1, 2, 2.5, 5];
/** Those that lead from whole numbers to whole numbers. */
export const WHOLE: readonly number[] = [1, 2, 5];

/**
 * Round numbers within a range: multiples of one of some factors times a power of ten, as many as fit.
 *
 * @param most    Ticks at most; >= 1.
 * @param factors Ascending, from 1 on and below 10; 1, 2, 2.5 and 5 unless given.
 * @returns Ascending; a single value where `from` equals `to`.
 */
export function linearTicks(from: number, to: number, most: number, factors = NICE): readonly number[] {
  if (!(to > from)) return Number.isFinite(from) ? [from] : [];
  const smallest = Math.floor(Math.log10((to - from) / (most + 1)));
  for (let power = smallest; ; power++)
    for (const factor of factors) {
      const step = factor * 10 ** power;
      const [first, last] = [Math.ceil(from / step - 1e-9), Math.floor(to / step + 1e-9)];
      if (last - first + 1 > most) continue;
      return Array.from({ length: last - first + 1 }, (_, k) => cleaned((first + k) * step, step));
    }
}

/** Takes the rounding error of `count · step` away: 0.30000000000000004 becomes 0.3. */
function cleaned(value: number, step: number): number {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(step)));
  return digits > 100 ? value : Number(value.toFixed(Math.min(100, digits)));
}

/**
 * Ticks of a logarithmic scale of positive numbers: powers of ten, every nth where there are more than `most`; over fewer
 * than three powers 1, 2 and 5 times them, or, where the scale is too short for two of those, those of a linear one.
 */
export function logarithmicTicks(from: number, to: number, most: number): readonly number[] {
  if (to / from >= 1000) return powerTicks(from, to, most);
  const first = Math.floor(Math.log10(from));
  const ticks = Array.from({ length: 5 }, (_, k) => WHOLE.map((factor) => Number(`${factor}e${first + k}`))).flat();
  const inSight = ticks.filter((tick) => tick >= from * (1 - 1e-9) && tick <= to * (1 + 1e-9));
  return inSight.length < 2 ? linearTicks(from, to, most) : inSight;
}

function powerTicks(from: number, to: number, most: number): readonly number[] {
  const first = Math.ceil(Math.log10(from) - 1e-9);
  const last = Math.floor(Math.log10(to) + 1e-9);
  const every = Math.max(1, Math.ceil((last - first + 1) / most));
  const ticks: number[] = [];
  for (let power = Math.ceil(first / every) * every; power <= last; power += every) ticks.push(Number(`1e${power}`));
  return ticks;
}

/**
 * Texts of ticks, all with as many decimals as the finest of them needs; numbers that would be long are written as powers.
 */
export function tickTexts(ticks: readonly number[]): readonly string[] {
  const largest = Math.max(...ticks.map(Math.abs));
  if (largest > 0 && (largest < 1e-3 || largest >= 1e6)) return ticks.map((tick) => powerText(tick));
  const decimals = Math.max(...ticks.map((tick) => (String(Number(tick.toFixed(6))).split('.')[1] ?? '').length));
  const format = new Intl.NumberFormat('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  return ticks.map((tick) => minus(format.format(Object.is(tick, -0) ? 0 : tick)));
}

/** Texts of ticks that are shares: `97.5 %`. */
export function percentTexts(ticks: readonly number[]): readonly string[] {
  return tickTexts(ticks.map((tick) => Number((100 * tick).toPrecision(12)))).map((text) => `${text} %`);
}

/** A number in few signs, with so many digits at most: `2.5×10⁻⁴`, `10⁻⁶`, `0`. */
export function powerText(value: number, digits = 3): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const [factor = '', power = ''] = value.toExponential(digits - 1).split('e');
  const head = String(Number(factor));
  const tail = `10${superscript(String(Number(power)))}`;
  return minus(head === '1' ? tail : head === '-1' ? `-${tail}` : `${head}×${tail}`);
}

/** A number with so many digits at most, whatever its size: `0.42`, `1,250`, `3.1×10⁻⁵`. */
export function fewDigits(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return '–';
  const rounded = Number(value.toPrecision(digits));
  const size = Math.abs(rounded);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return powerText(rounded, digits);
  return minus(size >= 1000 ? rounded.toLocaleString('en-US', { maximumSignificantDigits: digits }) : String(rounded));
}

function superscript(digits: string): string {
  return [...digits].map((digit) => (digit === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]!)).join('');
}

function minus(text: string): string {
  return text.replace('-', '−');
}
