/**
 * A scene as SVG text, without a browser. The painter's tree is written out, with a title and a description
 * that a screen reader says, and with the theme asked for: light and dark fix the colours, `auto` adds a
 * style sheet that follows the reader's system (and forced colours). Guaranteed: well-formed XML, the same
 * text for the same scene, ids that do not collide on a page unless the pictures are the same.
 */
import type { SvgOptions } from './figure.ts';
import { paint, type PaintedNode, type LabelPositions } from './paint.ts';
import { measures, naturalHeight, readOutHeight, readOutLines, textScale } from './layout.ts';
import type { Scene, Size } from './scene.ts';
import { withCamera } from './space-frame.ts';
import { fonts, heightShades, surfaceShades, themeCss } from './theme.ts';

/** What an SVG text needs besides the scene. */
export interface SvgTextOptions extends SvgOptions {
  readonly title: string;
  readonly description: string;
  /** Where words stood in the picture before, for the pictures of a film. */
  readonly labelPositions?: LabelPositions;
}

/** Size of a picture when none is asked for. */
const defaultSize = { width: 640, height: 400 } as const;

/** The size asked for; what is not said follows from the number of panels. */
function sizeOf(scene: Scene, { width, height, text = 1, readOut }: SvgOptions): Size {
  const panels = scene.panels.length;
  const wide = width ?? (panels <= 1 ? defaultSize.width : panels === 2 ? 880 : 1080);
  if (height !== undefined) return { width: wide, height, text };
  const natural = naturalHeight(scene, wide, text);
  const around: Size = { width: wide, height: wide, text };
  if (scene.panels[0]?.diagram !== undefined || scene.panels[0]?.map === true) {
    const below = readOut === false ? 0 : readOutHeight(scene, around);
    return { ...around, height: Math.ceil(natural + below) };
  }
  if (panels <= 1) return { ...around, height: width === undefined ? defaultSize.height : natural };
  return {
    ...around,
    height: Math.round(natural + readOutLines(scene, around) * measures.readOutLine * textScale(around)),
  };
}

/** Characters that no XML may hold, not even as a reference: control characters and halves of pairs. */
const notInXml = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

function escaped(text: string): string {
  return text
    .replace(notInXml, '\u{FFFD}')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}

/** One painted node, and all below it, as SVG text. */
export function nodeText(node: PaintedNode): string {
  const d = node.d === undefined ? '' : ` d="${node.d}"`;
  const attributes = Object.entries(node.attributes)
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join('');
  const inner = node.text !== undefined ? escaped(node.text) : (node.children ?? []).map(nodeText).join('');
  return inner === '' ? `<${node.tag}${d}${attributes}/>` : `<${node.tag}${d}${attributes}>${inner}</${node.tag}>`;
}

/** A short name made from a text: FNV-1a, 32 bits. */
function nameFrom(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return `sc${(hash >>> 0).toString(36)}`;
}

/**
 * The SVG text of a scene.
 *
 * @example
 * ```ts
 * const scene = tangentAlongCurve((w: number) => Math.sin(w)).scene(0)
 * svgText(scene, { title: 'A curve', description: 'g rises from 0 to 1.' }).startsWith('<svg') // → true
 * ```
 */
export function svgText(given: Scene, options: SvgTextOptions): string {
  const { view, magnification } = options;
  const camera = { ...(view === undefined ? {} : { view }), ...(magnification === undefined ? {} : { magnification }) };
  const scene = view === undefined && magnification === undefined ? given : withCamera(given, camera);
  const size = sizeOf(scene, options);
  const follow = options.theme ?? 'light';
  const nodes = paint(scene, size, {
    scheme: follow === 'dark' ? 'dark' : 'light',
    background: options.background ?? true,
    readOut: options.readOut ?? true,
    readOutRoom: options.readOutRoom ?? 0,
    ...(options.labelPositions === undefined ? {} : { labelPositions: options.labelPositions }),
  });
  const id = nameFrom(`${options.title}\n${options.description}\n${size.width}x${size.height}${follow}`);
  const shades = [
    ...(scene.panels.some((panel) => panel.space !== undefined) ? surfaceShades : []),
    ...(scene.panels.some((panel) => panel.map === true) ? heightShades : []),
  ];
  const style =
    follow === 'auto' || follow === 'page' ? `<style>${escaped(themeCss(`#${id}`, follow, shades))}</style>` : '';
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" id="${id}" class="secant-picture" role="img" aria-labelledby="${id}t ${id}d"` +
    ` width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}"` +
    ` font-family="${escaped(fonts.sans)}" direction="ltr">` +
    `<title id="${id}t">${escaped(options.title)}</title><desc id="${id}d">${escaped(options.description)}</desc>` +
    `${style}${nodes.map(nodeText).join('\n')}</svg>`
  );
}
