/**
 * `secant chapter`: Markdown chapters as pages, served while they are written or put into a folder. A page needs only the
 * files of the package beside it. What reads Markdown, sets mathematics and takes types out of cells are packages that the
 * folder of a chapter installs (`secant new chapter` lists them); where one is missing, the command says which.
 */
import { existsSync, readdirSync, readFileSync, statSync, watch } from 'node:fs';
import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { SecantError } from '../../../index.ts';
import { packageFolder } from '../../../pictures/film/node/package-file.ts';
import { type ChapterLink, chapterPage, type PageTools } from '../../chapter/chapter-page.ts';
import { escapeHtml, frontMatter } from '../../chapter/read-chapter.ts';
import type { Command } from '../command.ts';
import { textOption } from '../command.ts';
import { fileIn, pageFiles, portOf, reloadScript, serve, serveOptions, untilEnded } from '../serve.ts';
import { styled, type Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';

/** A chapter of a folder. */
interface ChapterFile extends ChapterLink {
  readonly file: string;
}

export const chapterCommand: Command = {
  name: 'chapter',
  summary: 'Markdown chapters with figures and cells, as pages',
  args: [
    {
      name: 'folder',
      means: 'a folder with chapters, or one .md file (book/chapters if there is one, else .)',
      optional: true,
    },
  ],
  options: [
    { flags: '-o, --output <folder>', means: 'write the pages there, for any host, instead of serving them' },
    ...serveOptions,
  ],
  examples: [
    ['secant chapter my-book', 'serves it, prints the address, and shows each saved change'],
    ['secant chapter my-book -o site', 'a folder with pages that any host serves'],
  ],
  async run([given], options, terminal) {
    const place =
      given ?? (existsSync(resolve(terminal.directory, 'book', 'chapters')) ? join('book', 'chapters') : '.');
    const path = resolve(terminal.directory, place);
    if (!existsSync(path)) throw new UsageError(`there is no ${place}`, `secant new chapter ${place} makes one`);
    const isFolder = statSync(path).isDirectory();
    const folder = isFolder ? path : dirname(path);
    const names = (): string[] => (isFolder ? chapterNames(folder) : [basename(path)]);
    if (names().length === 0)
      throw new UsageError(
        `there is no chapter in ${place}: no .md file that begins with ---`,
        'secant new chapter my-book makes one',
      );
    const scripts = pageFiles(packageFolder());
    const tools = await loadTools();
    const shownName = (name: string): string => relative(terminal.directory, join(folder, name)).replaceAll('\\', '/');
    const make = async (chapters: readonly ChapterFile[], index: number, end: string): Promise<string> => {
      const { file } = chapters[index] ?? { file: '' };
      const [previous, next] = [chapters[index - 1], chapters[index + 1]];
      const text = readFileSync(join(folder, file), 'utf8');
      return chapterPage(text, shownName(file), tools, { previous, next, end });
    };

    const output = textOption(options, 'output');
    if (output !== undefined) {
      const chapters = chaptersOf(folder, names());
      const pages = new Map<string, string>();
      for (const [index, { page }] of chapters.entries()) pages.set(page, await make(chapters, index, ''));
      const made = await writePages(folder, pages, scripts, output, terminal);
      terminal.err(`${made === 1 ? 'one page is' : `${made} pages are`} in ${output}\n`);
      return 0;
    }

    const pageAt = async (path: string): Promise<{ readonly status?: number; readonly html: string } | undefined> => {
      const chapters = chaptersOf(folder, names());
      const name = path === '/' ? 'index.html' : path.slice(1);
      const index = chapters.findIndex(({ page }) => page === name);
      if (index < 0 && name !== 'index.html') return undefined;
      try {
        return { html: await make(chapters, Math.max(0, index), reloadScript) };
      } catch (error) {
        if (!(error instanceof SecantError)) throw error;
        terminal.err(`${styled(terminal, 'red', 'secant:')} ${error.message}\n`);
        return { status: 500, html: faultPage(error.message) };
      }
    };
    const katex = katexFolder();
    const served = await serve(async (path) => {
      const page = await pageAt(path);
      if (page !== undefined) return page;
      const file = path.startsWith('/secant/katex/')
        ? katex && fileIn(katex, path.slice('/secant/katex'.length))
        : path.startsWith('/secant/')
          ? fileIn(scripts, path.slice('/secant'.length))
          : isLeftOut(path.slice(1))
            ? undefined
            : fileIn(folder, path);
      return file === undefined ? undefined : { file };
    }, portOf(options));
    let timer: ReturnType<typeof setTimeout> | undefined;
    const watcher = watch(folder, () => {
      clearTimeout(timer);
      timer = setTimeout(served.reload, 60);
    });
    try {
      return await untilEnded(served, 'the chapter', served.address, options, terminal);
    } finally {
      clearTimeout(timer);
      watcher.close();
    }
  },
};

/** Markdown files that begin with facts about themselves; a README does not. */
function chapterNames(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md') && readFileSync(join(folder, name), 'utf8').startsWith('---'))
    .sort();
}

/** Chapters in the order of their `order`, then of their names. */
function chaptersOf(folder: string, names: readonly string[]): ChapterFile[] {
  return names
    .map((file) => {
      const { front } = frontMatter(readFileSync(join(folder, file), 'utf8').replace(/\r\n/g, '\n'));
      const page = front['page'] ?? `${basename(file, '.md')}.html`;
      return { file, page, title: front['title'] ?? file, order: Number(front['order'] ?? 1e6) };
    })
    .sort((a, b) => a.order - b.order);
}

async function loadTools(): Promise<PageTools> {
  const { default: createMarkdown } = await needed(
    'chapters are read by markdown-it',
    'markdown-it',
    () => import('markdown-it'),
  );
  const katex = await import('katex').then(
    ({ default: found }) => found,
    () => undefined,
  );
  return {
    createMarkdown,
    katex,
    notebook: () => needed('cells are run with sucrase', 'sucrase', () => import('../../../pages/notebook/index.ts')),
  };
}

async function needed<Module>(sentence: string, name: string, load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND')) throw error;
    throw new UsageError(
      `${sentence}, which is not installed`,
      `npm install ${name} where secant is installed (with -g if it is so)`,
      error,
    );
  }
}

/** Style sheet and fonts of KaTeX, where it is installed. */
function katexFolder(): string | undefined {
  try {
    return dirname(createRequire(import.meta.url).resolve('katex'));
  } catch {
    return undefined;
  }
}

function faultPage(message: string): string {
  return `<!doctype html>
<meta charset="utf-8">
<meta name="color-scheme" content="light dark">
<title>The chapter cannot be read</title>
<h1>The chapter cannot be read</h1>
<pre>${escapeHtml(message)}</pre>
${reloadScript}`;
}

/** What of a chapter's folder is no part of the pages. */
function isLeftOut(name: string): boolean {
  return /^(?:\.|node_modules(?:[\\/]|$)|package(?:-lock)?\.json$)|\.md$/.test(name);
}

/** Writes the pages under another name first, so that a folder is whole or not there. */
async function writePages(
  folder: string,
  pages: ReadonlyMap<string, string>,
  scripts: string,
  output: string,
  terminal: Terminal,
): Promise<number> {
  const target = resolve(terminal.directory, output);
  const mark = join(target, 'secant', 'chapter.js');
  if (existsSync(target) && (!statSync(target).isDirectory() || readdirSync(target).length > 0) && !existsSync(mark))
    throw new UsageError(
      `${output} has other things in it`,
      'name a folder that is empty, is not there, or holds such pages',
    );
  const unfinished = join(dirname(target), `.${basename(target)}.${process.pid}.part`);
  const all = new Map(pages);
  const [first] = pages.values();
  if (first !== undefined && !all.has('index.html')) all.set('index.html', first);
  try {
    await mkdir(join(unfinished, 'secant'), { recursive: true });
    for (const name of readdirSync(folder)) {
      const from = join(folder, name);
      if (!isLeftOut(name) && from !== target && from !== unfinished)
        await cp(from, join(unfinished, name), { recursive: true });
    }
    await cp(scripts, join(unfinished, 'secant'), { recursive: true, filter: (from) => !/explore[^\\/]*$/.test(from) });
    const katex = katexFolder();
    if (katex !== undefined && [...all.values()].some((html) => html.includes('/katex.min.css')))
      await copyKatex(katex, join(unfinished, 'secant', 'katex'));
    for (const [page, html] of all) await writeFile(join(unfinished, page), html);
    await rm(target, { recursive: true, force: true });
    await rename(unfinished, target);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  return pages.size;
}

async function copyKatex(katex: string, into: string): Promise<void> {
  await mkdir(join(into, 'fonts'), { recursive: true });
  await cp(join(katex, 'katex.min.css'), join(into, 'katex.min.css'));
  for (const name of readdirSync(join(katex, 'fonts')))
    if (extname(name) === '.woff2') await cp(join(katex, 'fonts', name), join(into, 'fonts', name));
}
