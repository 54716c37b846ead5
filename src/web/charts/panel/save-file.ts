import { element } from '../../page/element.js';

/** Hands data over as a download; nothing leaves the browser. */
export function saveFile(name: string, data: Blob): void {
  const address = URL.createObjectURL(data);
  const link = element('a', { href: address, download: name, hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
  // The browser reads the data after the click has returned.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
