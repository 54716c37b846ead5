import { Deflate, Inflate } from 'pako';

/** No scenario comes near; a short link cannot fill the memory. */
const MOST_BYTES = 1 << 20;

/**
 * Text as letters, digits, `-` and `_`: deflated against a text that the reader has, too (RFC 1950), then base64url (RFC
 * 4648). What both texts have in common costs next to nothing; without anything in common it is plain deflate.
 */
export function packText(text: string, base: string): string {
  const deflating = new Deflate({ level: 9, ...dictionaryOf(base) });
  deflating.push(new TextEncoder().encode(text), true);
  const letters = btoa(Array.from(deflating.result, (byte) => String.fromCharCode(byte)).join(''));
  return letters.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Ends inflating from within: pako has no other way to stop before the end of its input. */
class LimitReached extends Error {}

/**
 * The reverse of `packText`, with the same base.
 *
 * @returns undefined when it is damaged or cut off, when it was packed against another base, or when it is no text.
 */
export function unpackText(packed: string, base: string): string | undefined {
  if (!/^[\w-]*$/.test(packed)) return undefined;
  const inflating = new Inflate(dictionaryOf(base));
  const parts: Uint8Array[] = [];
  let length = 0;
  inflating.onData = (part) => {
    parts.push(part);
    length += part.length;
    if (length > MOST_BYTES) throw new LimitReached();
  };
  try {
    const bytes = atob(packed.replaceAll('-', '+').replaceAll('_', '/'));
    const whole = inflating.push(
      Uint8Array.from(bytes, (letter) => letter.charCodeAt(0)),
      true,
    );
    return whole ? decoded(parts) : undefined;
  } catch (cause) {
    // Base64 and UTF-8 that are none are told by exceptions of these kinds; whatever else happens is a bug.
    if (cause instanceof LimitReached || cause instanceof TypeError || cause instanceof DOMException) return undefined;
    throw cause;
  }
}

function decoded(parts: readonly Uint8Array[]): string {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  return parts.map((part) => decoder.decode(part, { stream: true })).join('') + decoder.decode();
}

function dictionaryOf(base: string): { readonly dictionary?: Uint8Array } {
  return base === '' ? {} : { dictionary: new TextEncoder().encode(base) };
}
