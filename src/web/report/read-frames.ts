import { decodeFrames } from '../../streams/frames/frame-file.js';
import type { RunFrame } from '../../streams/frames/view-frame.js';
import { embeddedBytes } from './embedded-bytes.js';

/** The frames that a report carries. */
export async function embeddedFrames(): Promise<readonly RunFrame[]> {
  return decodeFrames(await embeddedBytes(), 'this report');
}
