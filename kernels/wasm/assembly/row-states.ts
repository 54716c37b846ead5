import { Signal } from './signal';
import { Trains } from './trains';

// Rows of a dense layer's weights, one for each input, need no work while their input is silent.

/** An input that never was active: its row of feedback and of all moments is 0. */
export const UNTOUCHED: u8 = 0;
/** An input that is not active now: its row of feedback is 0. */
export const QUIET: u8 = 1;
/** An input with feedback. */
export const ACTIVE: u8 = 2;

// What feedback has to do with a row.

/** Nothing: it is 0 and stays so. */
export const SKIP: u8 = 0;
/** Its feedback is that of an earlier presentation. */
export const CLEAR: u8 = 1;
/** Its feedback is that of a later chunk, and stays. */
export const KEEP: u8 = 2;
/** It gets feedback. */
export const WRITE: u8 = 3;
/** It gets feedback beside that of a later chunk. */
export const ADD: u8 = 4;

/** Decides what feedback has to do with each row. */
@unmanaged
export class RowStates {
  input: Signal;
  /** u8 `[fanIn]`: UNTOUCHED, QUIET or ACTIVE. */
  states: usize;
  /** u8 `[fanIn]`: SKIP, CLEAR, KEEP, WRITE or ADD. */
  actions: usize;
  /** 1: a later chunk's feedback is there already. */
  adds: i32;
}

/** Items: tiles of inputs. */
export function rowStates(args: RowStates, begin: i32, end: i32, scratch: usize): void {
  for (let input = begin << 4; input < end << 4; input++) {
    const at = args.states + <usize>input;
    const held = load<u8>(at) == ACTIVE;
    const stays = args.adds != 0 && held;
    let action = stays ? KEEP : held ? CLEAR : SKIP;
    if (isActive(args.input, input)) action = stays ? ADD : WRITE;
    store<u8>(args.actions + <usize>input, action);
    if (action >= WRITE) store<u8>(at, ACTIVE);
    if (action == CLEAR) store<u8>(at, QUIET);
  }
}

function isActive(signal: Signal, unit: i32): bool {
  if (signal.trains == 0) {
    const starts = signal.starts + (<usize>unit << 2);
    return load<u32>(starts) != load<u32>(starts, 4);
  }
  const trains = changetype<Trains>(signal.trains);
  const stride = <usize>signal.tiles << 6;
  let at = trains.bits + (<usize>unit << 2);
  for (let left = signal.batch * trains.spans; left > 0; left--, at += stride) if (load<u32>(at) != 0) return true;
  return false;
}
