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
  children: Retained[];
}

/** A drawing that is patched to each new tree. */
export interface RetainedDrawing {
  patch(nodes: readonly PaintedNode[]): void;
}

/** Keeps the children of `parent` equal to the trees it is given; `parent` must be empty and left alone by others. */
export function retainDrawing(parent: SVGElement): RetainedDrawing {
  let standing: Retained[] = [];
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
  if (node.d !== undefined) element.setAttribute('d', node.d);
  for (const name in node.attributes) element.setAttribute(name, node.attributes[name] ?? '');
  if (node.text !== undefined) element.textContent = node.text;
  const children = patchChildren(element, [], node.children ?? nothing);
  return { element, node, children };
}

function patchElement(retained: Retained, next: PaintedNode): void {
  const { element, node } = retained;
  if (node === next) return;
  if (node.d !== next.d) element.setAttribute('d', next.d ?? '');
  if (node.attributes !== next.attributes) {
    for (const name in next.attributes) {
      const value = next.attributes[name] ?? '';
      if (node.attributes[name] !== value) element.setAttribute(name, value);
    }
    for (const name in node.attributes) if (!(name in next.attributes)) element.removeAttribute(name);
  }
  if (next.text !== node.text && (next.text !== undefined || retained.children.length === 0)) {
    element.textContent = next.text ?? '';
  }
  retained.children = patchChildren(element, retained.children, next.children ?? nothing);
  retained.node = next;
}

function patchChildren(parent: SVGElement, standing: Retained[], nodes: readonly PaintedNode[]): Retained[] {
  // Mostly the keys are the same as before: then nothing but the elements themselves is touched.
  let same = 0;
  for (; same < nodes.length && same < standing.length; same++) {
    const known = standing[same];
    const node = nodes[same];
    if (known === undefined || node === undefined || known.node.key !== node.key || known.node.tag !== node.tag) break;
    patchElement(known, node);
  }
  if (same === nodes.length && same === standing.length) return standing;
  return [...standing.slice(0, same), ...patchOrder(parent, standing.slice(same), nodes.slice(same))];
}

/** Patches children of which some are new, gone, or stand elsewhere; those before them are in place. */
function patchOrder(parent: SVGElement, standing: readonly Retained[], nodes: readonly PaintedNode[]): Retained[] {
  const gone = new Map(standing.map((retained) => [retained.node.key, retained]));
  const next = nodes.map((node): Retained => {
    const known = gone.get(node.key);
    if (known === undefined || known.node.tag !== node.tag) return create(parent.ownerDocument, node);
    gone.delete(node.key);
    patchElement(known, node);
    return known;
  });
  const first = standing.find(({ node }) => !gone.has(node.key));
  for (const { element } of gone.values()) element.remove();
  let place: ChildNode | null = first?.element ?? null;
  for (const { element } of next) {
    if (element === place) place = place.nextSibling;
    else if (place !== null && element === place.nextSibling) {
      // What stood here comes later now: it is passed over, and put in its place when its turn comes.
      place = element.nextSibling;
    } else parent.insertBefore(element, place);
  }
  return next;
}
