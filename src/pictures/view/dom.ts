/**
 * Building DOM by hand, in the few forms the view needs. In: a tag, its attributes, its children. Out: the
 * element, created in the document it will live in, so that nothing here reaches for a global `document`
 * and a figure can be mounted in a frame or a shadow root.
 */
import type { TextRun } from '../scene/scene.ts';
import { numberRuns } from '../scene/text.ts';

/** Attributes of a new element: `true` writes an empty attribute, `false` and `undefined` write none. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Creates an HTML element with attributes and children. */
export function createElement<Tag extends keyof HTMLElementTagNameMap>(
  owner: Document,
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const element = owner.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children);
  return element;
}

const RUN_TAGS = { italic: 'i', subscript: 'sub', superscript: 'sup' } as const;

/** Mathematics in HTML: italics, sub- and superscripts as elements, plain text as text. */
export function runsToNodes(owner: Document, runs: readonly TextRun[]): Node[] {
  return runs.map((run) =>
    run.style === undefined ? owner.createTextNode(run.text) : createElement(owner, RUN_TAGS[run.style], {}, run.text),
  );
}

/** Writes mathematics into an element where it changed: what stays of the same kind in the same place keeps its node. */
export function setRuns(element: HTMLElement, runs: readonly TextRun[]): void {
  const standing = Array.from(element.childNodes);
  const next = runsToNodes(element.ownerDocument, runs);
  for (const [index, node] of next.entries()) {
    const known = standing[index];
    if (known === undefined) element.append(node);
    else if (known.nodeName === node.nodeName) setText(known, node.textContent ?? '');
    else known.replaceWith(node);
  }
  for (const node of standing.slice(next.length)) node.remove();
}

const numbersShown = new WeakMap<Element, string>();

/** Writes a number's text, exponents as superscripts, only when it changed; plain digits change one text node. */
export function setNumber(element: HTMLElement, text: string): void {
  if (numbersShown.get(element) === text) return;
  numbersShown.set(element, text);
  const runs = numberRuns(text);
  const only = element.childNodes.length === 1 ? element.firstChild : null;
  if (runs.length === 1 && only !== null && only.nodeType === only.TEXT_NODE) only.nodeValue = text;
  else element.replaceChildren(...runsToNodes(element.ownerDocument, runs));
}

/** Writes text only when it changed, so that an unchanged frame touches nothing. */
export function setText(node: Node, text: string): void {
  if (node.textContent !== text) node.textContent = text;
}

/** Writes an attribute only when it changed. */
export function setAttribute(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/** Ids must differ within the page, whatever figure or menu asks for one. */
let identifiers = 0;

/** An id that no other element of the page has. */
export function freshId(purpose: string): string {
  identifiers += 1;
  return `secant-${purpose}-${identifiers}`;
}
