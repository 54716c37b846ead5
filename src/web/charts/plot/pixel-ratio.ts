/**
 * Tells whenever the device's pixels per CSS pixel change: the page was zoomed or moved to another screen.
 *
 * @returns Ends it.
 */
export function watchPixelRatio(changed: () => void): () => void {
  let query: MediaQueryList;
  const listen = (): void => {
    query = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    query.addEventListener('change', onChange, { once: true });
  };
  const onChange = (): void => {
    listen();
    changed();
  };
  listen();
  return () => query.removeEventListener('change', onChange);
}
