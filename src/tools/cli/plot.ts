/**
 * Curves in a terminal: as a picture where it can show one and resvg is installed, otherwise in the dots of Braille letters, two
 * columns and four rows of dots a letter. The window is the one a figure would choose, so a pole does not flatten everything
 * else, and a jump is not joined.
 */
import { type ScalarFunction, SecantError } from '../../index.ts';
import { drawSvg } from '../../pictures/film/node/draw-svg.ts';
import { formatShort } from '../../pictures/scene/format.ts';
import { guarded, sampleCurve } from '../../pictures/scene/sample-curve.ts';
import type { Mark, Role, Scene } from '../../pictures/scene/scene.ts';
import { svgText } from '../../pictures/scene/svg.ts';
import { imageText, imageProtocol } from './plot-image.ts';
import { styled, type Terminal } from './terminal.ts';

/** A curve and its name. */
export interface NamedCurve {
  readonly name: string;
  readonly at: ScalarFunction;
}

/**
 * Draws curves over an interval, in the best way that the terminal has.
 *
 * @param curves at most two; the second is green
 */
export async function plot(
  curves: readonly NamedCurve[],
  domain: readonly [number, number],
  terminal: Terminal,
): Promise<string> {
  const protocol = await imageProtocol(terminal);
  if (protocol === undefined) return plotted(curves, domain, terminal);
  try {
    // A terminal that says so has a dark ground: its colours are "15;0", letters and ground.
    const theme = /;(?:[0-6]|8)$/.test(terminal.environment['COLORFGBG'] ?? '') ? 'dark' : 'light';
    const svg = svgText(sceneOf(curves, domain), { title: curves[0]?.name ?? '', description: '', theme, ...size });
    return imageText(await drawSvg(svg, size.width), protocol);
  } catch (error) {
    // Without resvg there are Braille letters.
    if (error instanceof SecantError && error.code === 'S502') return plotted(curves, domain, terminal);
    throw error;
  }
}

/** A picture in a terminal, in pixels: about 80 letters wide. */
const size = { width: 640, height: 360 } as const;

function sceneOf(curves: readonly NamedCurve[], domain: readonly [number, number]): Scene {
  const roles: readonly Role[] = ['function', 'tangent'];
  const sampled = curves.map(({ at }) => sampleCurve(guarded(at), domain));
  const range = [Math.min(...sampled.map(({ y }) => y[0])), Math.max(...sampled.map(({ y }) => y[1]))] as const;
  const marks = sampled.map(({ pieces }, k): Mark => ({
    kind: 'path',
    key: `curve-${k}`,
    role: roles[k] ?? 'function',
    pieces,
  }));
  const panel = { key: 'curves', x: { domain, label: [] }, y: { domain: range, label: [] }, marks, axes: true };
  const readOut = curves.map(({ name }, k) => ({
    key: `name-${k}`,
    label: [],
    value: name,
    role: roles[k] ?? 'function',
  }));
  return { panels: [panel], readOut };
}

const rows = 16;
const styles = ['reset', 'green'] as const;

/** The dot of a Braille letter in column 0 or 1 and row 0 to 3. */
const dots: readonly (readonly number[])[] = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
];

/**
 * Draws curves over an interval in Braille.
 *
 * @param curves at most two; the second is green where the terminal has colour
 * @returns lines of text, each at most as wide as the terminal
 */
export function plotted(curves: readonly NamedCurve[], domain: readonly [number, number], terminal: Terminal): string {
  const sampled = curves.map(({ at }) => sampleCurve(guarded(at), domain));
  const low = Math.min(...sampled.map(({ y }) => y[0]));
  const high = Math.max(...sampled.map(({ y }) => y[1]));
  const labels = [formatShort(high), formatShort(low)];
  const margin = Math.max(...labels.map((label) => label.length)) + 1;
  const columns = Math.max(8, Math.min(terminal.columns, 100) - margin - 1);
  const grid = Array.from({ length: rows }, () => Array.from({ length: columns }, () => ({ dots: 0, curve: 0 })));
  const place = (x: number, y: number, curve: number): void => {
    const cell = grid[y >> 2]?.[x >> 1];
    if (cell === undefined) return;
    cell.dots |= dots[x & 1]?.[y & 3] ?? 0;
    cell.curve = curve;
  };
  const across = (w: number): number => ((w - domain[0]) / (domain[1] - domain[0])) * (2 * columns - 1);
  const down = (value: number): number => ((high - value) / (high - low || 1)) * (4 * rows - 1);
  sampled.forEach(({ pieces }, curve) => {
    for (const piece of pieces) {
      for (let k = 0; k < piece.length; k++) {
        const [w = NaN, y = NaN] = piece[k] ?? [];
        const [nextW = w, nextY = y] = piece[k + 1] ?? [];
        line(across(w), down(y), across(nextW), down(nextY), 4 * rows, (x, at) => place(x, at, curve));
      }
    }
  });
  const lines = grid.map((row, k) => {
    const label = k === 0 ? labels[0] : k === rows - 1 ? labels[1] : '';
    const drawn = row.map(({ dots: mask, curve }) =>
      mask === 0 ? ' ' : styled(terminal, styles[curve] ?? 'reset', String.fromCharCode(0x2800 + mask)),
    );
    return `${(label ?? '').padStart(margin)}${drawn.join('')}`.trimEnd();
  });
  const [from, to] = domain.map((w) => formatShort(w));
  const ends = `${' '.repeat(margin)}${from}${(to ?? '').padStart(Math.max(1, columns - (from ?? '').length))}`;
  return `${[...lines, ends].join('\n')}\n\n`;
}

/** The dots of a straight line, at most as many as the picture has rows. */
function line(
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  height: number,
  place: (x: number, y: number) => void,
): void {
  const steps = Math.min(4 * height, Math.ceil(Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0), 1)));
  for (let k = 0; k <= steps; k++) {
    const [x, y] = [Math.round(x0 + ((x1 - x0) * k) / steps), Math.round(y0 + ((y1 - y0) * k) / steps)];
    if (y >= 0 && y < height) place(x, y);
  }
}
