/** How pages and servers of frames find and know each other. */
export const VIEW_PROTOCOL = {
  /** Of the socket, beside the page: `frames?view=2`. */
  path: 'frames',
  /** Counts on when a page could not read the frames, or a server the commands, of the version before. */
  version: '2',
  /** Code with which a socket is closed whose page is of another version. */
  otherVersion: 4001,
} as const;
