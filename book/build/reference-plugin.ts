/**
 * The reference, as a plugin for Vite: every public name with its signature, what is written about it in the sources, and its
 * example. In: an HTML file of the book that holds `<!-- reference -->`, and the entries of package.json. Out: that page.
 * It is made from the documentation that editors show, so there is no second text to keep; a public name
 * without documentation, and a function without an example, are errors of the build.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import createMarkdown from 'markdown-it';
import { type DocumentedName, readDocumentation } from './declarations.ts';
import { escapeHtml } from './markdown.ts';

const place = '<!-- reference -->';
const markdown = createMarkdown({ html: false, linkify: false });

/** The plugin; `root` is the folder of package.json. */
export function referencePlugin(root: string): Plugin {
  return {
    name: 'secant-reference',
    transformIndexHtml: {
      order: 'pre',
      async handler(html) {
        return html.includes(place) ? html.replace(place, referenceHtml(await documented(root))) : html;
      },
    },
  };
}

/** The public names of the package. */
async function documented(root: string): Promise<DocumentedName[]> {
  const { exports } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    readonly exports: Readonly<Record<string, { readonly source?: string }>>;
  };
  return readDocumentation(
    Object.fromEntries(
      Object.entries(exports).flatMap(([name, { source }]) =>
        source === undefined ? [] : [[`secant${name.slice(1)}`, join(root, source)]],
      ),
    ),
  );
}

/**
 * The contents of the page: a list of the modules, and a section for each.
 *
 * @throws Error where a name has no documentation
 */
export function referenceHtml(names: readonly DocumentedName[]): string {
  const modules = [...new Set(names.map(({ module }) => module ?? ''))];
  const known = new Map(names.map((name) => [name.name, idOf(name)]));
  const of = (module: string): DocumentedName[] =>
    names
      .filter((name) => name.module === module)
      .sort((one, other) => rank(one) - rank(other) || (one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1));
  const contents = modules.map((module) => `<li><a href="#${module}">${module}</a></li>`).join('');
  const sections = modules.map(
    (module) =>
      `<section class="module"><h2 id="${module}">${module}</h2>` +
      `${of(module)
        .map((name) => entryHtml(name, known))
        .join('\n')}</section>`,
  );
  return `<nav class="contents" aria-label="Contents"><ul>${contents}</ul></nav>\n${sections.join('\n')}`;
}

/** Functions and classes first, types last. */
function rank({ kind }: DocumentedName): number {
  return kind === 'type' ? 1 : 0;
}

/** Names that two modules give to different things keep apart by their module. */
function idOf({ module = '', name }: DocumentedName): string {
  return module === 'secant' || module === 'secant/figures' ? name : `${module}.${name}`;
}

function entryHtml(name: DocumentedName, known: ReadonlyMap<string, string>): string {
  const { prose, example, throws } = partsOf(name.comment);
  const id = idOf(name);
  const others = name.modules.slice(1).filter((module) => module !== name.module);
  const also = others.length === 0 ? '' : `<p class="also">Also in ${[...new Set(others)].join(', ')}.</p>`;
  const link = (code: string): string =>
    escapeHtml(code).replace(/\b[A-Za-z]\w+\b/g, (word) => {
      const to = known.get(word);
      return to === undefined || to === id ? word : `<a href="#${to}">${word}</a>`;
    });
  const signature = name.text === '' ? name.signature : name.text.replace(/^export /, '');
  return (
    `<article class="entry" id="${id}" data-search="${escapeHtml(`${name.name} ${name.sentence}`.toLowerCase())}">` +
    `<h3><a href="#${id}">${name.name}</a> <span class="kind">${name.kind}</span></h3>` +
    `<pre class="signature"><code>${link(signature)}</code></pre>` +
    markdown.render(prose) +
    (throws.length === 0
      ? ''
      : `<p class="throws">Throws ${throws.map((text) => markdown.renderInline(text)).join('; ')}</p>`) +
    (example === '' ? '' : `<pre class="example"><code>${escapeHtml(example)}</code></pre>`) +
    `${also}</article>`
  );
}

/** A documentation comment in its parts. Parameters become a list in the prose. */
function partsOf(comment: string): {
  readonly prose: string;
  readonly example: string;
  readonly throws: readonly string[];
} {
  const [head = '', ...tags] = comment.split(/^\s*@(?=\w)/m);
  const lines: string[] = [];
  const throws: string[] = [];
  let example = '';
  for (const tag of tags) {
    const [, word = '', rest = ''] = /^(\w+)\s*([^]*)$/.exec(tag) ?? [];
    const text = rest.replace(/\s+/g, ' ').trim();
    if (word === 'param') lines.push(`- ${text.replace(/^(\w+)(?: -)?/, '`$1`:')}`);
    else if (word === 'throws') throws.push(text);
    else if (word === 'returns') lines.push(`- gives ${text}`);
    else if (word === 'example') example = /```ts\n([^]*?)\n?```/.exec(rest)?.[1]?.trim() ?? rest.trim();
  }
  return { prose: `${dedented(head)}\n\n${lines.join('\n')}`, example, throws };
}

/** Prose is no code, however far it is indented. */
function dedented(text: string): string {
  return text.replace(/^[ \t]+(?![ \t]*[-*]|    )/gm, '').trim();
}
