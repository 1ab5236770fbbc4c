/**
 * SVG that stays. In: the painter's tree of the moment. Out: a drawing in which only what differs from the
 * tree before was touched: an element is created when its key first appears, removed when its key is gone,
 * and otherwise patched attribute by attribute. Guaranteed: a key that stays keeps its DOM node, so that
 * dragging never rebuilds anything and the reader's tools can hold on to a mark.
 */
import type { PaintedNode } from '../scene/paint.ts';

const SVG_NAMESPACE = 'http://www.w3.org/2000/svg';

interface Retained {
  readonly element: SVGElement;
  node: PaintedNode;
  children: Map<string, Retained>;
}

/** A drawing that is patched to each new tree. */
export interface RetainedDrawing {
  patch(nodes: readonly PaintedNode[]): void;
}

/** Keeps the children of `parent` equal to the trees it is given; `parent` must be empty and left alone by others. */
export function retainDrawing(parent: SVGElement): RetainedDrawing {
  let standing = new Map<string, Retained>();
  return {
    patch(nodes) {
      standing = patchChildren(parent, standing, nodes);
    },
  };
}

/** Creates an SVG element in the document of the drawing. */
export function createSvgElement(owner: Document, tag: string): SVGElement {
  return owner.createElementNS(SVG_NAMESPACE, tag);
}

const nothing: readonly PaintedNode[] = [];

function create(owner: Document, node: PaintedNode): Retained {
  const element = createSvgElement(owner, node.tag);
  for (const name in node.attributes) element.setAttribute(name, node.attributes[name] ?? '');
  if (node.text !== undefined) element.textContent = node.text;
  const children = patchChildren(element, new Map(), node.children ?? nothing);
  return { element, node, children };
}

function patchElement(retained: Retained, next: PaintedNode): void {
  const { element, node } = retained;
  if (node === next) return;
  for (const name in next.attributes) {
    const value = next.attributes[name] ?? '';
    if (node.attributes[name] !== value) element.setAttribute(name, value);
  }
  for (const name in node.attributes) if (!(name in next.attributes)) element.removeAttribute(name);
  if (next.text !== node.text && (next.text !== undefined || retained.children.size === 0)) {
    element.textContent = next.text ?? '';
  }
  retained.children = patchChildren(element, retained.children, next.children ?? nothing);
  retained.node = next;
}

function patchChildren(
  parent: SVGElement,
  standing: Map<string, Retained>,
  nodes: readonly PaintedNode[],
): Map<string, Retained> {
  if (nodes.length === 0 && standing.size === 0) return standing;
  const next = new Map<string, Retained>();
  for (const node of nodes) {
    const known = standing.get(node.key);
    if (known !== undefined && known.node.tag === node.tag) {
      patchElement(known, node);
      next.set(node.key, known);
    } else {
      next.set(node.key, create(parent.ownerDocument, node));
    }
  }
  for (const [key, retained] of standing) if (next.get(key) !== retained) retained.element.remove();
  let place = parent.firstChild;
  for (const { element } of next.values()) {
    if (element === place) place = place.nextSibling;
    else if (place !== null && element === place.nextSibling) {
      // What stood here comes later now: it is passed over, and put in its place when its turn comes.
      place = element.nextSibling;
    } else parent.insertBefore(element, place);
  }
  return next;
}
