import { ENCODERS, type EncoderDescription } from '../../data/encoders/encoder.js';
import { sourceShape } from '../../data/source-shape.js';
import type { DataSourceDescription } from '../../data/sources/source.js';
import { below, type Located, reportAt } from '../form/check-form.js';
import { ENCODE_FORMS, ENCODER_NAME } from '../form/encode-form.js';
import type { Report } from '../problems/problem.js';
import { resolveKind } from './resolve-kind.js';

/** True for sources of spike trains, which only the encoder `spikes` takes, and which it takes alone. */
function hasSpikeTrains(data: DataSourceDescription): boolean {
  return sourceShape(data)?.samples === 'spikes';
}

/**
 * Reads `encode`.
 *
 * @param data What is encoded, which decides the default; undefined when it is not sound.
 */
export function resolveEncode(
  part: Located | undefined,
  data: DataSourceDescription | undefined,
  report: Report,
): EncoderDescription | undefined {
  if (part === undefined) return data && ENCODERS[hasSpikeTrains(data) ? 'spikes' : 'direct'].defaults;
  const given = resolveKind(part, ENCODE_FORMS, ENCODER_NAME, report);
  if (given === undefined) return undefined;
  const encode = { ...ENCODERS[given.kind].defaults, ...given } as EncoderDescription;
  if (encode.kind === 'population' && encode.low >= encode.high) {
    reportAt(below(part, 'low') ?? part, `"low" below "high" (${encode.high})`, report, { got: String(encode.low) });
    return undefined;
  }
  if (data && hasSpikeTrains(data) !== (encode.kind === 'spikes')) {
    const expected = hasSpikeTrains(data)
      ? `"spikes", because the samples of "${data.source}" are spike trains`
      : `another encoder, because the samples of "${data.source}" are numbers`;
    reportAt(below(part, 'kind') ?? part, expected, report);
    return undefined;
  }
  return encode;
}
