/** Bytes that stand in the page's element `data` as base64 and are compressed by deflate. */
export async function embeddedBytes(): Promise<Uint8Array> {
  const text = atob(document.getElementById('data')?.textContent?.trim() ?? '');
  const packed = new Uint8Array(text.length);
  for (let k = 0; k < text.length; k++) packed[k] = text.charCodeAt(k);
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
