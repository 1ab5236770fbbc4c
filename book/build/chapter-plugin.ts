/**
 * The author's road, as a plugin for Vite. An HTML file of the book that holds `<!-- chapter: name.md -->` becomes
 * the page of book/chapters/name.md: the text with its mathematics set, the table of contents, the cells with what
 * they show and the first picture of every figure, so that the page reads with scripts off. In development a saved
 * chapter is seen at once. The plugin also hands the page three modules that it loads when they are needed:
 * `virtual:chapters`, the Markdown of all chapters, for downloads, `virtual:search`, their sections, and
 * `virtual:declarations`, what the editor says about Secant's names.
 */
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { createServer, defaultServerConditions, type Plugin, type ViteDevServer } from 'vite';
import type { Declaration } from '../page/declarations.ts';
import type * as NotebookModule from '../notebook/index.ts';
import { readDeclarations } from './declarations.ts';
import { headingsOf, searchEntries } from './search-index.ts';
import { type ChapterPage, renderPage } from './render-page.ts';

/** A comment that a page is made from. */
const chapterComment = /<!--\s*chapter:\s*([\w-]+\.md)\s*-->/;
const chaptersId = 'virtual:chapters';
const declarationsId = 'virtual:declarations';
const searchId = 'virtual:search';
const virtualIds = [chaptersId, declarationsId, searchId];

/**
 * The plugin.
 *
 * @param root the folder of package.json
 * @param chapters the folder of the Markdown files
 */
export function chapterPlugin(root: string, chapters = join(root, 'book', 'chapters')): Plugin {
  let notebook: Promise<typeof NotebookModule> | undefined;
  let loader: ViteDevServer | undefined;
  const stop = async (): Promise<void> => {
    const closing = loader;
    loader = undefined;
    notebook = undefined;
    await closing?.close();
  };
  const load = async (): Promise<typeof NotebookModule> => {
    loader = await sourceLoader(root);
    return (await loader.ssrLoadModule('/book/notebook/index.ts')) as typeof NotebookModule;
  };

  return {
    name: 'secant-chapters',
    transformIndexHtml: {
      order: 'pre',
      async handler(html) {
        const name = chapterComment.exec(html)?.[1];
        if (name === undefined) return html;
        notebook ??= load();
        const template = await readFile(join(root, 'book', 'build', 'chapter.html'), 'utf8');
        const text = await readFile(join(chapters, name), 'utf8');
        return renderPage({ name, text, template, all: await chapterPages(chapters), notebook: await notebook });
      },
    },
    configureServer(server) {
      server.watcher.add(chapters);
      server.watcher.on('change', (file) => {
        if (file.startsWith(chapters)) server.ws.send({ type: 'full-reload' });
      });
      server.httpServer?.on('close', () => void stop());
    },
    closeBundle: stop,
    resolveId: (id) => (virtualIds.includes(id) ? `\0${id}` : undefined),
    async load(id) {
      if (id === `\0${declarationsId}`) return `export default ${JSON.stringify(declarationsOf(root))};`;
      if (id === `\0${searchId}`) {
        const pages = await chapterPages(chapters);
        const entries = pages.flatMap(({ text, title, page }) => searchEntries(text, title, page));
        return `export default ${JSON.stringify(entries)};`;
      }
      if (id !== `\0${chaptersId}`) return undefined;
      const files = (await readdir(chapters)).filter((file) => file.endsWith('.md'));
      const texts = await Promise.all(files.map(async (file) => [file, await readFile(join(chapters, file), 'utf8')]));
      return `export default ${JSON.stringify(Object.fromEntries(texts))};`;
    },
  };
}

/** Loads the sources in Node as they are, so that the build draws what the page draws. */
export function sourceLoader(root: string): Promise<ViteDevServer> {
  const conditions = ['source', ...defaultServerConditions];
  return createServer({
    configFile: false,
    root,
    appType: 'custom',
    logLevel: 'warn',
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true, include: [] },
    resolve: { conditions },
    ssr: { resolve: { conditions }, noExternal: ['secant'] },
  });
}

/** What the modules that a cell can import declare. */
function declarationsOf(root: string): Declaration[] {
  const source = join(root, 'src');
  return readDeclarations({
    secant: join(source, 'index.ts'),
    'secant/figures': join(source, 'pictures', 'figures', 'index.ts'),
  });
}

/** Every chapter, in the order of their `order` fields, then of their names. */
async function chapterPages(folder: string): Promise<(ChapterPage & { readonly text: string })[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.md')).sort();
  const found = await Promise.all(
    files.map(async (file) => {
      const text = await readFile(join(folder, file), 'utf8');
      const field = (name: string): string | undefined =>
        new RegExp(`^${name}: *(.+)$`, 'm').exec(text.slice(0, 2000))?.[1];
      const page = field('page') ?? `${basename(file, '.md')}.html`;
      const order = Number(field('order') ?? 1e6);
      return { file, page, title: field('title') ?? file, sections: headingsOf(text), text, order };
    }),
  );
  return found.sort((a, b) => a.order - b.order);
}
