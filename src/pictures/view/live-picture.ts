/**
 * The picture element of a live figure: one SVG with title, description and the drawing that is patched. In: painted
 * nodes, words, a size. Out: an element that is an image to assistive technology, named and described by the words
 * of the moment.
 */
import { freshId, setText } from './dom.ts';
import { createSvgElement, retainDrawing } from './retained-svg.ts';
import { naturalHeight, shareOfWindow, smallestSide } from '../scene/layout.ts';
import type { PaintedNode } from '../scene/paint.ts';
import type { Scene, Size } from '../scene/scene.ts';

/** The picture in the page. */
export interface LivePicture {
  readonly element: SVGElement;
  patch(nodes: readonly PaintedNode[]): void;
  say(title: string, description: string): void;
  resize(size: Size): void;
}

/** Makes the picture, empty. */
export function createPicture(owner: Document): LivePicture {
  const title = createSvgElement(owner, 'title');
  const description = createSvgElement(owner, 'desc');
  const drawing = createSvgElement(owner, 'g');
  const element = createSvgElement(owner, 'svg');
  title.id = freshId('title');
  description.id = freshId('description');
  element.setAttribute('class', 'secant-picture');
  element.setAttribute('role', 'img');
  element.setAttribute('aria-labelledby', title.id);
  element.setAttribute('aria-describedby', description.id);
  element.append(title, description, drawing);
  const retained = retainDrawing(drawing);
  return {
    element,
    patch: (nodes) => retained.patch(nodes),
    say(name, sentence) {
      setText(title, name);
      setText(description, sentence);
    },
    resize({ width, height }) {
      element.setAttribute('width', String(width));
      element.setAttribute('height', String(height));
      element.setAttribute('viewBox', `0 0 ${width} ${height}`);
    },
  };
}

/**
 * Outer size of a picture in a column of this width. One curve is never higher than most of the window; `room` is the
 * height that is left for it where it has the whole screen.
 */
export function sizeFor(scene: Scene, width: number, view: Window, room?: number): Size {
  const usable = Math.max(smallestSide, Math.round(width));
  const text = textOf(view, usable);
  const natural = naturalHeight(scene, usable, text);
  if (room !== undefined)
    return { width: usable, height: Math.max(smallestSide, Math.min(Math.floor(room), 1.3 * natural)), text };
  const share = shareOfWindow(scene);
  const highest = share === undefined ? natural : Math.max(smallestSide, Math.round(view.innerHeight * share));
  return { width: usable, height: Math.min(highest, natural), text };
}

/** A picture of this width, in pixels, has room for words of the usual size and no larger ones. */
const roomForWords = 300;

/** How many times larger than usual the words of a picture are: as the reader has text, up to twice, where there is room. */
function textOf(view: Window, width: number): number {
  const size = Number.parseFloat(view.getComputedStyle(view.document.documentElement).fontSize);
  return Math.max(1, Math.min(2, size / 16 || 1, width / roomForWords));
}
