import { deflateSync } from 'node:zlib';

const PLACE = '<script type="application/octet-stream" id="data">';

/**
 * A page with its data: compressed, as base64 in an element that no browser runs. Letters of base64 cannot end the element.
 *
 * @throws RangeError when the page has no place for data.
 */
export function filledPage(template: string, data: Uint8Array): string {
  const at = template.indexOf(PLACE);
  if (at < 0) throw new RangeError(`template: expected a page with ${PLACE}, got none`);
  const before = template.slice(0, at + PLACE.length);
  return `${before}${deflateSync(data).toString('base64')}${template.slice(before.length)}`;
}
