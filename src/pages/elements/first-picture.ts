/**
 * What stands inside a `<secant-figure>` before scripts run: the picture where the slider stands first, its read-out and
 * its notice, as HTML text. In: a figure. Out: markup that takes the room the live figure will take, at every width, so
 * that nothing jumps when it comes. Where scripts are off the picture has its own shape and needs no more room. A page
 * that forbids style elements shows the picture all the same.
 */
import type { Figure } from '../../pictures/figures/index.ts';
import { naturalHeight, shareOfWindow, smallestSide, widthForSteps } from '../../pictures/scene/layout.ts';
import type { Scene, TextRun } from '../../pictures/scene/scene.ts';
import { svgText } from '../../pictures/scene/svg.ts';
import { lengthWithSigns, numberRuns } from '../../pictures/scene/text.ts';
import { fonts, grounds, textColourOf } from '../../pictures/scene/theme.ts';

/** The width at which the picture is drawn, in pixels; it scales from there. */
const WIDTH = 736;
/** Widths for which the height is written down, in pixels, and how far a piece of it may be off. */
const [NARROWEST, WIDEST, OFF] = [240, 1600, 1.5];
/** Height of a row with a slider and the distance above the first, in pixels. */
const [ROW, GAP] = [44, 4];

/** A stretch of widths over which the height is a straight line. */
interface Piece {
  readonly from: number;
  readonly slope: number;
  readonly offset: number;
}

/** The height of a picture by its width, in pieces: each is as long as one straight line is near enough. */
function piecesOf(scene: Scene): Piece[] {
  const heights = Array.from({ length: WIDEST - NARROWEST + 1 }, (_, k) => naturalHeight(scene, NARROWEST + k));
  const lineFrom = (from: number, to: number): Piece => {
    const slope = to === from ? 0 : ((heights[to] ?? 0) - (heights[from] ?? 0)) / (to - from);
    return { from: NARROWEST + from, slope, offset: (heights[from] ?? 0) - slope * (NARROWEST + from) };
  };
  const isNear = (from: number, to: number): boolean => {
    const { slope, offset } = lineFrom(from, to);
    for (let k = from; k <= to; k++) {
      if (Math.abs(slope * (NARROWEST + k) + offset - (heights[k] ?? 0)) > OFF) return false;
    }
    return true;
  };
  const pieces: Piece[] = [];
  for (let from = 0; from < heights.length;) {
    let to = from;
    while (to + 1 < heights.length && isNear(from, to + 1)) to++;
    pieces.push(lineFrom(from, to));
    from = to + 1;
  }
  return pieces;
}

/** A height as CSS has it, in a container that is as wide as the figure. */
function cssHeight({ slope, offset }: Piece, scene: Scene): string {
  const natural = `${(100 * slope).toFixed(2)}cqw + ${offset.toFixed(1)}px`;
  const share = shareOfWindow(scene);
  return share === undefined
    ? `calc(${natural})`
    : `min(${natural},max(${smallestSide}px,${(100 * share).toFixed(0)}vh))`;
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

const tags = { italic: 'i', subscript: 'sub', superscript: 'sup' } as const;

/** Mathematics as HTML. */
function runsHtml(runs: readonly TextRun[]): string {
  return runs
    .map(({ text, style }) =>
      style === undefined ? escaped(text) : `<${tags[style]}>${escaped(text)}</${tags[style]}>`,
    )
    .join('');
}

/** The first picture of a figure, where its slider stands, with what is under it, as HTML. */
export function firstPicture(figure: Figure, value = figure.parameter.value): string {
  const scene = figure.sceneAt(value);
  const { title } = figure;
  const svg = svgText(scene, {
    title,
    description: figure.describeAt(value),
    theme: 'page',
    readOut: false,
    width: WIDTH,
    height: naturalHeight(scene, WIDTH),
  });
  const id = /id="(\w+)"/.exec(svg)?.[1] ?? 'sc';
  const [box, picture] = [`#${id}b`, `#${id}b>div:first-child`];
  const sliders = `${box}>div+div`;
  const moves = figure.parameter.min !== figure.parameter.max;
  const [first, ...wider] = piecesOf(scene);
  const css = [
    'secant-figure{display:block}',
    // On a page that is dark without saying so the words under the picture need a ground as well.
    `${box}{container-type:inline-size;direction:ltr;unicode-bidi:isolate;` +
      `color:light-dark(${textColourOf('label', 'light')},${textColourOf('label', 'dark')});` +
      `background:light-dark(${grounds.light},${grounds.dark})}`,
    `@media print{${box}{color-scheme:light only}}`,
    `${picture}{position:relative}`,
    ...(first === undefined ? [] : [`${picture}{height:${cssHeight(first, scene)}}`]),
    ...wider.map((piece) => `@container (min-width:${piece.from}px){${picture}{height:${cssHeight(piece, scene)}}}`),
    `#${id}{position:absolute;inset:0;width:100%;height:100%}`,
    `${box}>p{display:flex;flex-wrap:wrap;column-gap:1.5rem;row-gap:.125rem;margin:0;padding-inline-start:.75rem;` +
      `min-height:1.5em;font:400 .9375rem/1.5 ${fonts.sans};font-variant-numeric:tabular-nums}`,
    `${box} b{display:inline-block;font-weight:inherit}`,
    `${box} p i{font-family:${fonts.serif};font-size:1.06em;line-height:0}${box} :is(sup,sub){font-size:.72em;line-height:0}`,
    `${sliders}{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(12rem,100%),1fr));column-gap:1.5rem;` +
      `padding-inline-start:calc(44px + .5rem);margin-block-start:${moves ? ROW + GAP : 0}px}`,
    `@container (min-width:${widthForSteps}px){${sliders}{padding-inline-start:calc(132px + .5rem)}}`,
    `${sliders}>i{height:${ROW}px}`,
    `@media (scripting:none){${picture}{height:auto}#${id}{position:static;height:auto}${sliders}{display:none}}`,
  ].join('');
  const items = scene.readOut.map(({ label, value: text }) => {
    const number = runsHtml(numberRuns(text));
    return label.length === 0
      ? `<span>${number}</span>`
      : `<span>${runsHtml(label)} <b style="min-inline-size:${lengthWithSigns(text)}ch">${number}</b></span>`;
  });
  return (
    `<style>${css}</style><div id="${id}b">` +
    `<div>${svg.replace(/ width="\d+" height="\d+"/, ' width="100%"')}</div><div>${'<i></i>'.repeat(figure.others?.length ?? 0)}</div>` +
    `<p>${items.join(' ')}</p><p>${runsHtml(numberRuns(scene.notice ?? ''))}</p></div>`
  );
}
