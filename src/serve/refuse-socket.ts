import type { WebSocket } from 'ws';

/** The protocol has room for so many bytes. */
const LONGEST_REASON = 123;

/** Closes a socket with a reason for whoever reads its messages. */
export function refuseSocket(socket: WebSocket, code: number, reason: string): void {
  const text = new TextDecoder().decode(new TextEncoder().encode(reason).subarray(0, LONGEST_REASON));
  // A character that was cut in two.
  socket.close(code, text.replace(/\uFFFD+$/u, ''));
}
