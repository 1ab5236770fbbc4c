/**
 * Pictures in a terminal that can show them: which protocol it understands, and a picture written so. It is known by the
 * names that terminals give themselves; a terminal without such a name is asked what it is, and says whether it knows sixels.
 * Inside a multiplexer nothing of that holds, and curves are drawn in Braille.
 */
import type { Terminal } from './terminal.ts';

/** How a terminal takes pictures. */
export type ImageProtocol = 'kitty' | 'iterm' | 'sixel';

/** A picture in the forms that the protocols need. */
export interface TerminalPicture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, alpha for each pixel. */
  readonly rgba: Uint8ClampedArray;
  png(): Uint8Array;
}

/** The protocol of a terminal; nothing where nobody looks, or where it takes no pictures. */
export async function imageProtocol(terminal: Terminal): Promise<ImageProtocol | undefined> {
  const { TERM = '', TERM_PROGRAM = '', LC_TERMINAL = '', TMUX, KITTY_WINDOW_ID, STY } = terminal.environment;
  if (!terminal.interactive || TERM === 'dumb') return undefined;
  if (TMUX !== undefined || STY !== undefined || /^(?:screen|tmux)/.test(TERM)) return undefined;
  if (KITTY_WINDOW_ID !== undefined || /^xterm-(?:kitty|ghostty)$/.test(TERM) || TERM_PROGRAM === 'ghostty')
    return 'kitty';
  if (/^(?:iTerm\.app|WezTerm|mintty)$/.test(TERM_PROGRAM) || LC_TERMINAL === 'iTerm2') return 'iterm';
  // The primary device attributes: 4 among them is sixel graphics.
  const attributes = /\[\?([\d;]+)c/.exec(await terminal.ask('\u001b[c', 'c'))?.[1]?.split(';') ?? [];
  return attributes.includes('4') ? 'sixel' : undefined;
}

/** A picture as the terminal takes it, with the end of a line behind it. */
export function imageText(picture: TerminalPicture, protocol: ImageProtocol): string {
  return `${writers[protocol](picture)}\n`;
}

const writers: Readonly<Record<ImageProtocol, (picture: TerminalPicture) => string>> = {
  kitty(picture) {
    const data = Buffer.from(picture.png()).toString('base64');
    const parts = data.match(/.{1,4096}/gs) ?? [];
    return parts
      .map((part, k) => {
        const more = k < parts.length - 1 ? 1 : 0;
        return `\u001b_G${k === 0 ? 'a=T,f=100,' : ''}m=${more};${part}\u001b\\`;
      })
      .join('');
  },
  iterm(picture) {
    const png = picture.png();
    return `\u001b]1337;File=inline=1;size=${png.length}:${Buffer.from(png).toString('base64')}\u0007`;
  },
  sixel: sixels,
};

/** The levels of each colour that sixels are drawn with: 216 colours, which any such terminal has. */
const levels = 6;

/**
 * A picture as sixels: bands of six rows; for each colour of a band a line of letters, of which each says which of the six
 * pixels of a column have that colour, with repeated letters counted.
 */
function sixels({ width, height, rgba }: TerminalPicture): string {
  const level = (value: number): number => Math.round((value / 255) * (levels - 1));
  const indexAt = (pixel: number): number => {
    const [r, g, b] = [rgba[4 * pixel] ?? 0, rgba[4 * pixel + 1] ?? 0, rgba[4 * pixel + 2] ?? 0];
    return (level(r) * levels + level(g)) * levels + level(b);
  };
  const percent = (step: number): number => Math.round((100 * step) / (levels - 1));
  const colours = Array.from(
    { length: levels ** 3 },
    (_, k) =>
      `#${k};2;${percent(Math.floor(k / levels ** 2))};${percent(Math.floor(k / levels) % levels)};${percent(k % levels)}`,
  );
  const bands: string[] = [];
  for (let top = 0; top < height; top += 6) {
    const rows = new Map<number, Uint8Array>();
    for (let y = top; y < Math.min(height, top + 6); y++) {
      for (let x = 0; x < width; x++) {
        const index = indexAt(y * width + x);
        let row = rows.get(index);
        if (row === undefined) rows.set(index, (row = new Uint8Array(width)));
        row[x] = (row[x] ?? 0) | (1 << (y - top));
      }
    }
    bands.push([...rows].map(([index, row]) => `#${index}${counted(row)}`).join('$'));
  }
  return `\u001bP0;1q"1;1;${width};${height}${colours.join('')}${bands.join('-')}\u001b\\`;
}

function counted(row: Uint8Array): string {
  let text = '';
  for (let x = 0; x < row.length;) {
    let end = x + 1;
    while (row[end] === row[x]) end++;
    const letter = String.fromCharCode(63 + (row[x] ?? 0));
    text += end - x > 3 ? `!${end - x}${letter}` : letter.repeat(end - x);
    x = end;
  }
  return text;
}
