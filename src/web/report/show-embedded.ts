import { createNotice } from '../page/notice.js';
import { startPage } from '../page/start-page.js';
import { embeddedBytes } from './embedded-bytes.js';

/**
 * Starts a page that shows the JSON which stands in it.
 *
 * @param show  Makes the page's title and elements of the text.
 * @param again Words for what makes the page again, when it cannot be read.
 */
export function showEmbedded(
  show: (text: string) => { readonly title: string; readonly elements: readonly HTMLElement[] },
  again: string,
): void {
  const host = startPage();
  const notice = createNotice('Reading the report …');
  notice.show(undefined);
  host.append(notice.element);
  const read = async (): Promise<void> => {
    const { title, elements } = show(new TextDecoder().decode(await embeddedBytes()));
    document.title = `${title} · Heaviside`;
    host.replaceChildren(...elements);
  };
  read().catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    notice.fail(`This report cannot be read: ${why}. Make it again with: ${again}`);
  });
}
