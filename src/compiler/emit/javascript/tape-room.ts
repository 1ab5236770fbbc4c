/** The arrays behind tapes: what emitted code makes room with. */

/** A tape twice as long, with the same contents; a new one without an argument. */
export function grown(tape?: Float64Array): Float64Array {
  if (tape === undefined) return new Float64Array(firstRoom);
  const longer = new Float64Array(2 * tape.length);
  longer.set(tape);
  return longer;
}

/** Numbers a new tape has room for. */
const firstRoom = 256;
