/**
 * Path text from whole numbers, each point relative to the one before: `M120 85l31-7 4 22z`. In come points one at a
 * time, out comes the text when it is taken, and the writer is empty again. A picture that is turned writes
 * thousands of points a frame. They go to bytes that are kept from frame to frame, so that nothing but the finished text is
 * left to be collected; the short form is half as long as absolute decimals, and a browser reads it twice as fast.
 */

// Every engine that pictures are drawn in has it, though the language does not.
declare const TextDecoder: new () => { decode(bytes: Uint8Array): string };

const decoder = new TextDecoder();
const [minus, space, zero, move, line, end] = [45, 32, 48, 77, 108, 122];

/** Longest text of one point: a letter, two numbers with their signs. */
const roomForPoint = 40;

/** One buffer for all paths, since to allocate one for each picture is what takes the time. Empty between two calls. */
let shared = new Uint8Array(1 << 14);

/** The texts of many writers, which are empty then. To make one text of all and cut it is much faster than to make each. */
export function takeTexts(writers: readonly (PathWriter | undefined)[]): string[] {
  let size = 0;
  for (const writer of writers) size += writer?.size ?? 0;
  if (size > shared.length) shared = new Uint8Array(2 * size);
  const ends: number[] = [];
  let end = 0;
  for (const writer of writers) {
    const length = writer?.size ?? 0;
    writer?.moveInto(shared, end);
    ends.push((end += length));
  }
  const text = size === 0 ? '' : decoder.decode(shared.subarray(0, size));
  return ends.map((to, k) => text.slice(ends[k - 1] ?? 0, to));
}

/** Writes one path at a time. Coordinates are whole numbers. */
export class PathWriter {
  private bytes = new Uint8Array(512);
  private length = 0;
  private x = 0;
  private y = 0;
  private isFresh = true;

  /** Begins a line. */
  moveTo(x: number, y: number): void {
    this.makeRoom();
    this.bytes[this.length++] = move;
    this.write(x, false);
    this.write(y, true);
    this.x = x;
    this.y = y;
    this.isFresh = true;
  }

  /** Goes on to a point. */
  lineTo(x: number, y: number): void {
    this.makeRoom();
    if (this.isFresh) this.bytes[this.length++] = line;
    this.write(x - this.x, !this.isFresh);
    this.write(y - this.y, true);
    this.x = x;
    this.y = y;
    this.isFresh = false;
  }

  /** Goes back to where the line began. */
  close(): void {
    this.makeRoom();
    this.bytes[this.length++] = end;
  }

  /** What was written since the last time. */
  take(): string {
    return takeTexts([this])[0] ?? '';
  }

  /** Puts what was written into other bytes, and is empty again. */
  moveInto(target: Uint8Array, offset: number): void {
    // Byte by byte: most texts are so short that a view of the array would cost more.
    for (let k = 0; k < this.length; k++) target[offset + k] = this.bytes[k] ?? space;
    this.length = 0;
  }

  /** Number of bytes written. */
  get size(): number {
    return this.length;
  }

  private makeRoom(): void {
    if (this.length + roomForPoint <= this.bytes.length) return;
    const grown = new Uint8Array(2 * this.bytes.length);
    grown.set(this.bytes);
    this.bytes = grown;
  }

  /** A number of less than ten digits, with a space before it where nothing else keeps it apart from the one before. */
  private write(value: number, isNext: boolean): void {
    const { bytes } = this;
    if (value < 0) bytes[this.length++] = minus;
    else if (isNext) bytes[this.length++] = space;
    let rest = Math.abs(value);
    let place = rest < 10 ? 1 : rest < 100 ? 10 : rest < 1000 ? 100 : 1000;
    while (10 * place <= rest) place *= 10;
    while (place > 1) {
      // The bit operations keep the arithmetic in whole numbers, which is several times faster.
      const digit = (rest / place) | 0;
      bytes[this.length++] = zero + digit;
      rest = (rest - digit * place) | 0;
      place = (place / 10) | 0;
    }
    bytes[this.length++] = zero + rest;
  }
}
