/**
 * A piece of a page as plain data, written either as HTML text (when the book is built) or as elements (in the
 * page). Attributes and texts are always escaped or set as such, so that data of a cell stays data.
 */
export interface ElementTree {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (ElementTree | string)[];
}

/** An element. */
export function h(
  tag: string,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (ElementTree | string)[]
): ElementTree {
  return { tag, attributes, children };
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

/**
 * As HTML text.
 *
 * @example
 * ```ts
 * toHtml({ tag: 'p', attributes: { class: 'x' }, children: ['a < b'] }) // → '<p class="x">a &lt; b</p>'
 * ```
 */
export function toHtml(node: ElementTree | string): string {
  if (typeof node === 'string') return escaped(node);
  const attributes = Object.entries(node.attributes)
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join('');
  return `<${node.tag}${attributes}>${node.children.map(toHtml).join('')}</${node.tag}>`;
}

/** As elements of a document. */
export function toDom(owner: Document, node: ElementTree | string): Node {
  if (typeof node === 'string') return owner.createTextNode(node);
  const element = owner.createElement(node.tag);
  for (const [name, value] of Object.entries(node.attributes)) element.setAttribute(name, value);
  element.append(...node.children.map((child) => toDom(owner, child)));
  return element;
}
