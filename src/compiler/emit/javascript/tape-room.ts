/** The arrays behind tapes: what emitted code makes room with. */

/** A tape twice as long, with the same contents. */
export function grown(tape: Float64Array): Float64Array {
  const longer = new Float64Array(2 * tape.length);
  longer.set(tape);
  return longer;
}

/** Numbers a new tape has room for. */
export const firstRoom = 256;
