import { Signal } from './signal';

/** Spikes as the host lists them: rows step by step, a sample after the other. */
@unmanaged
export class ListedSpikes {
  /** Where they go: masks that are 0. */
  signal: Signal;
  /** u32 `[steps · batch + 1]`: spikes of row r are `units[offsets[r] .. offsets[r + 1])`. */
  offsets: usize;
  units: usize;
  /** u32: place of each unit; 0: units are kept in their own order. */
  places: usize;
}

/** Items: samples. */
export function maskSpikes(spikes: ListedSpikes, begin: i32, end: i32, scratch: usize): void {
  const signal = spikes.signal;
  const bytes = <usize>signal.tiles << 1;
  for (let sample = begin; sample < end; sample++) {
    let masks = signal.masks + <usize>(sample * signal.steps) * bytes;
    for (let step = 0; step < signal.steps; step++, masks += bytes) {
      const row = spikes.offsets + (<usize>(step * signal.batch + sample) << 2);
      const last = spikes.units + (<usize>load<u32>(row, 4) << 2);
      for (let at = spikes.units + (<usize>load<u32>(row) << 2); at < last; at += 4) {
        const unit = load<u32>(at);
        const place = spikes.places == 0 ? unit : load<u32>(spikes.places + (<usize>unit << 2));
        const mask = masks + (<usize>(place >> 4) << 1);
        store<u16>(mask, load<u16>(mask) | (<u16>1 << <u16>(place & 15)));
      }
    }
  }
}
