/**
 * Encoded pictures as an MP4 file: one video track, everything known before it is written. In: the chunks of a
 * WebCodecs encoder with their times, and what the decoder must be told. Out: the bytes of a file whose index comes
 * first, so that it can be played while it is read. The boxes are those of ISO/IEC 14496-12 (the file), 14496-15 (H.264
 * in it) and the VP9 binding of the WebM project; only what one track without reordering needs is there.
 */

/** One encoded picture. */
export interface EncodedPicture {
  readonly bytes: Uint8Array;
  /** How long it stands, in units of `TIMESCALE` to the second. */
  readonly duration: number;
  /** Whether it can be decoded by itself. */
  readonly key: boolean;
}

/** What is said of the whole track. */
export interface VideoTrack {
  readonly width: number;
  readonly height: number;
  /** H.264 with its avcC record, or VP9 with the codec string it was made with. */
  readonly codec:
    { readonly kind: 'h264'; readonly record: Uint8Array } | { readonly kind: 'vp9'; readonly name: string };
  readonly pictures: readonly EncodedPicture[];
}

/** Units of time in a second. */
export const TIMESCALE = 1000;

type Part = Uint8Array | number[];

function joined(parts: readonly Part[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const u16 = (value: number): number[] => [(value >>> 8) & 255, value & 255];
const u32 = (value: number): number[] => [(value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
const text = (value: string): number[] => Array.from(value, (character) => character.charCodeAt(0));
const zeros = (count: number): number[] => new Array<number>(count).fill(0);

/** A box: its size, its name, its content. */
function box(name: string, ...parts: Part[]): Uint8Array<ArrayBuffer> {
  const size = parts.reduce((sum, { length }) => sum + length, 8);
  return joined([u32(size), text(name), ...parts]);
}

/** A box with a version and flags. */
function full(name: string, flags: number, ...parts: Part[]): Uint8Array {
  return box(name, u32(flags), ...parts);
}

/** No turning, no scaling: 1 in 16.16 and 2.30 fixed point on the diagonal. */
const identity = [...u32(0x10000), ...zeros(12), ...u32(0x10000), ...zeros(12), ...u32(0x40000000)];

/** What the decoder is told: size, depth, and the record of the codec. */
function sampleEntry({ width, height, codec }: VideoTrack): Uint8Array {
  const entry = [
    ...zeros(6),
    ...u16(1), // the first data reference
    ...zeros(16),
    ...u16(width),
    ...u16(height),
    ...u32(0x480000), // 72 dots to the inch, both ways
    ...u32(0x480000),
    ...zeros(4),
    ...u16(1), // a picture in each sample
    ...zeros(32), // name of the encoder
    ...u16(24), // depth
    ...u16(0xffff),
  ];
  // Colours of BT.709, in the range of television, as encoders make them of a canvas.
  const colours = box('colr', text('nclx'), u16(1), u16(1), u16(1), [0]);
  if (codec.kind === 'h264') return box('avc1', entry, box('avcC', codec.record), colours);
  const [profile = 0, level = 10, depth = 8] = codec.name.split('.').slice(1).map(Number);
  const record = full('vpcC', 0x01000000, [profile, level, depth << 4, 1, 1, 1], u16(0));
  return box('vp09', entry, record, colours);
}

/** Pairs of how often and what, for values in a row. */
function runs(values: readonly number[]): number[] {
  const pairs: [number, number][] = [];
  for (const value of values) {
    const last = pairs.at(-1);
    if (last?.[1] === value) last[0] += 1;
    else pairs.push([1, value]);
  }
  return [...u32(pairs.length), ...pairs.flatMap(([count, value]) => [...u32(count), ...u32(value)])];
}

/** The index of the file, for a first picture at this offset. */
function index(track: VideoTrack, offset: number): Uint8Array {
  const { width, height, pictures } = track;
  const duration = pictures.reduce((sum, picture) => sum + picture.duration, 0);
  const keys = pictures.flatMap(({ key }, at) => (key ? [at + 1] : []));
  const table = box(
    'stbl',
    full('stsd', 0, u32(1), sampleEntry(track)),
    full('stts', 0, runs(pictures.map((picture) => picture.duration))),
    full('stss', 0, u32(keys.length), keys.flatMap(u32)),
    full('stsc', 0, u32(1), u32(1), u32(pictures.length), u32(1)), // all in one chunk
    full(
      'stsz',
      0,
      u32(0),
      u32(pictures.length),
      pictures.flatMap(({ bytes }) => u32(bytes.length)),
    ),
    full('stco', 0, u32(1), u32(offset)),
  );
  const media = box(
    'mdia',
    full('mdhd', 0, zeros(8), u32(TIMESCALE), u32(duration), u16(0x55c4), zeros(2)), // language: und
    full('hdlr', 0, zeros(4), text('vide'), zeros(12), text('video'), [0]),
    box('minf', full('vmhd', 1, zeros(8)), box('dinf', full('dref', 0, u32(1), full('url ', 1))), table),
  );
  const track1 = [...u32(1), ...zeros(4), ...u32(duration), ...zeros(16)];
  return box(
    'moov',
    full(
      'mvhd',
      0,
      zeros(8),
      u32(TIMESCALE),
      u32(duration),
      u32(0x10000),
      u16(0x100),
      zeros(10),
      identity,
      zeros(24),
      u32(2),
    ),
    box('trak', full('tkhd', 3, zeros(8), track1, identity, u32(width * 0x10000), u32(height * 0x10000)), media),
  );
}

/** The file of a track. */
export function mp4Of(track: VideoTrack): Uint8Array<ArrayBuffer> {
  const type = box(
    'ftyp',
    text('isom'),
    u32(0x200),
    text('isomiso2mp41'),
    text(track.codec.kind === 'h264' ? 'avc1' : 'vp09'),
  );
  // The length of the index does not depend on the offset it says.
  const offset = type.length + index(track, 0).length + 8;
  const content = track.pictures.map(({ bytes }) => bytes);
  const size = content.reduce((sum, { length }) => sum + length, 8);
  return joined([type, index(track, offset), u32(size), text('mdat'), ...content]);
}
