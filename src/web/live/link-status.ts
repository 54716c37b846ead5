/** How a page stands with the server of its frames. */
export type LinkStatus =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  /** Nobody answers, or the connection was lost: it is tried again. */
  | { readonly kind: 'gone' }
  /** The server has ended, and said so. */
  | { readonly kind: 'ended' }
  /** There is a server, but not for this page. */
  | { readonly kind: 'refused' }
  /** Too many pages are open. */
  | { readonly kind: 'full' }
  /** A command was refused; the connection is made again. */
  | { readonly kind: 'scolded'; readonly reason: string }
  /** Server and page cannot understand each other. */
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Whether frames can come: what the runs do is known then. Whoever is scolded is let in again at once. */
export function isConnected({ kind }: LinkStatus): boolean {
  return kind === 'connecting' || kind === 'open' || kind === 'scolded';
}

/**
 * What a person is told about the connection; undefined when there is nothing to tell.
 *
 * @param over Whether everything that the page shows has ended: nothing new can come then.
 */
export function linkText(status: LinkStatus, over: boolean): string | undefined {
  switch (status.kind) {
    case 'connecting':
    case 'open':
      return undefined;
    case 'gone':
      return over
        ? undefined
        : 'The server does not answer; this page keeps trying. What was shown stays. If the run has ended, its report is in its folder.';
    case 'ended':
      return over ? undefined : 'The server has ended; this page connects again when there is one at this address.';
    case 'refused':
      return 'The server refuses this page: open the address that Heaviside printed, all of it.';
    case 'full':
      return 'The server has too many pages open; this one waits for its turn.';
    case 'scolded':
      return `The server refused a command: ${status.reason}.`;
    case 'unreadable':
      return `This page cannot read what the server sends: ${status.reason}. Reload the page.`;
  }
}
