/**
 * What the reader changed, as the end of an address: JSON, compressed by the browser, in letters that an address
 * can hold. Nothing is stored anywhere else. In and out: a `PageState`. A fragment that is none, or was damaged,
 * reads as nothing; one that unpacks to more than a page of text is refused.
 */

import type { FigureSight } from 'secant/cells';

/** The reader's changes. */
export interface PageState {
  /** Texts of edited cells, by cell. */
  readonly cells: Readonly<Record<string, string>>;
  /** Sliders, typed functions, and what is turned or zoomed, by figure. */
  readonly figures: Readonly<
    Record<
      string,
      {
        readonly value?: number | undefined;
        readonly others?: readonly number[] | undefined;
        readonly text?: string | undefined;
        readonly sight?: FigureSight | undefined;
      }
    >
  >;
  /** What was typed into exercises, by exercise. */
  readonly answers?: Readonly<Record<string, string>> | undefined;
  readonly codeHidden: boolean;
}

const PREFIX = '#s=';
const LONGEST = 500_000;
/** Bytes that are unpacked at a time. */
const PIECE = 1024;
/** Longest text of one cell or function. */
const LONGEST_TEXT = 20_000;

/** Whether an address ends in a state. */
export function holdsState(fragment: string): boolean {
  return fragment.startsWith(PREFIX);
}

/** The fragment of a state, with its `#`. */
export async function fragmentOf(state: PageState): Promise<string> {
  const packed = await through(new TextEncoder().encode(JSON.stringify(state)), new CompressionStream('deflate-raw'));
  return (
    PREFIX +
    btoa(Array.from(packed, (byte) => String.fromCharCode(byte)).join(''))
      .replace(/\+/g, '-')
      .replace(/\//g, '_')
      .replace(/=+$/, '')
  );
}

/** The state of a fragment; undefined if there is none. */
export async function stateOf(fragment: string): Promise<PageState | undefined> {
  if (!holdsState(fragment) || fragment.length > 2 * LONGEST) return undefined;
  try {
    const text = atob(fragment.slice(PREFIX.length).replace(/-/g, '+').replace(/_/g, '/'));
    const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
    const unpacked = await through(bytes, new DecompressionStream('deflate-raw'));
    return checked(JSON.parse(new TextDecoder().decode(unpacked)));
  } catch {
    return undefined;
  }
}

/**
 * Bytes through a stream, counted as they come out. They go in by pieces of a kilobyte, each once the one before is
 * through: a piece can unpack to a megabyte at most, so that a small link never fills the memory before it is refused.
 */
async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
  let taken = 0;
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      pull(controller) {
        if (taken >= bytes.length) controller.close();
        else controller.enqueue(bytes.slice(taken, (taken += PIECE)));
      },
    },
    { highWaterMark: 0 },
  );
  const reader = source.pipeThrough(stream).getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > LONGEST) {
      await reader.cancel().catch(() => undefined);
      throw new Error('too long');
    }
    parts.push(value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** How many texts of a state a link cannot hold, or all of them where it is too long as a whole. */
export function leftOutOf(state: PageState): { readonly texts: number; readonly all: boolean } {
  const texts = [...Object.values(state.cells), ...Object.values(state.figures).map(({ text }) => text ?? '')];
  return {
    texts: texts.filter((text) => !isText(text)).length,
    all: new TextEncoder().encode(JSON.stringify(state)).length > LONGEST,
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST_TEXT;
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length <= 8 && value.every((number) => Number.isFinite(number));
}

function isInterval(value: unknown): value is readonly [number, number] {
  return isNumbers(value) && value.length === 2 && (value[0] ?? 0) < (value[1] ?? 0);
}

/** How a figure is looked at, as far as it is that; a live figure holds it to what it can show. */
function sightOf(data: unknown): FigureSight | undefined {
  if (!isRecord(data)) return undefined;
  const { view, magnification, windows } = data;
  const parts = Object.entries(isRecord(windows) ? windows : {}).flatMap(([panel, part]) =>
    isRecord(part) && isInterval(part['x']) && isInterval(part['y'])
      ? [[panel, { x: part['x'], y: part['y'] }] as const]
      : [],
  );
  return {
    ...(isNumbers(view) && view.length === 2 ? { view: [view[0] ?? 0, view[1] ?? 0] as const } : {}),
    ...(typeof magnification === 'number' && Number.isFinite(magnification) ? { magnification } : {}),
    // No figure has more panels.
    ...(parts.length > 0 && parts.length <= 8 ? { windows: Object.fromEntries(parts) } : {}),
  };
}

/** The texts of a record, from entries, so that no name means more than a name. */
function textsOf(record: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).filter((entry): entry is [string, string] => isText(entry[1])));
}

function checked(data: unknown): PageState | undefined {
  if (!isRecord(data) || !isRecord(data['cells']) || !isRecord(data['figures'])) return undefined;
  const answers = isRecord(data['answers']) ? textsOf(data['answers']) : undefined;
  const figures = Object.fromEntries(
    Object.entries(data['figures']).flatMap(([id, change]) => {
      if (!isRecord(change)) return [];
      const { value, others, text } = change;
      const sight = sightOf(change['sight']);
      const kept = {
        ...(typeof value === 'number' && Number.isFinite(value) ? { value } : {}),
        ...(isNumbers(others) ? { others } : {}),
        ...(isText(text) ? { text } : {}),
        ...(sight === undefined ? {} : { sight }),
      };
      return [[id, kept]];
    }),
  );
  return {
    cells: textsOf(data['cells']),
    figures,
    ...(answers === undefined ? {} : { answers }),
    codeHidden: data['codeHidden'] === true,
  };
}
