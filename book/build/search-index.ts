/**
 * What a reader can search: the sections of all chapters, made when the book is built. In: the Markdown of a chapter. Out: its
 * sections with their words, without marks, code and mathematics' commands.
 */
import type { SearchEntry } from '../page/find.ts';
import { frontMatter, slugOf } from '../../src/tools/chapter/read-chapter.ts';

/** A heading of a chapter. */
export interface Heading {
  readonly id: string;
  readonly title: string;
}

/** A chapter in parts: what stands before its first section has no heading. */
function partsOf(markdown: string): { readonly heading?: Heading; readonly text: string }[] {
  // What stands in a fence is not a heading: captions, questions and notes are words, code is not.
  const words = frontMatter(markdown.replace(/\r\n/g, '\n')).rest.replace(
    /^```(.*)\n([\s\S]*?)^```$/gm,
    (_all, info: string, inner: string) => {
      if (info.trim() === 'note') return inner;
      return Array.from(inner.matchAll(/^(?:caption|ask): *(.+)$/gm), ([, line]) => line).join('\n');
    },
  );
  return words.split(/^(?=## )/m).map((part) => {
    const title = /^## (.+)$/m.exec(part)?.[1];
    if (title === undefined) return { text: plainText(part) };
    return {
      heading: { id: slugOf(title), title: plainText(title).replace(/^[\d. ]+/, '') },
      text: plainText(part.replace(/^## .+$/m, '')),
    };
  });
}

/** The sections of a chapter, for a table of contents. */
export function headingsOf(markdown: string): Heading[] {
  return partsOf(markdown).flatMap(({ heading }) => (heading === undefined ? [] : [heading]));
}

/** What can be found in a chapter. */
export function searchEntries(markdown: string, chapter: string, page: string): SearchEntry[] {
  return partsOf(markdown).flatMap(({ heading, text }) => {
    if (heading === undefined) return text === '' ? [] : [{ chapter, title: chapter, address: page, text }];
    return [{ chapter, title: heading.title, address: `${page}#${heading.id}`, text }];
  });
}

/** Markdown as words. */
function plainText(markdown: string): string {
  return markdown
    .replace(/<[^>]*>/g, ' ')
    .replace(/!?\[([^\]]*)\](?:\{[a-z-]+\}|\([^)]*\))/g, '$1')
    .replace(/\$\$?([^$]*)\$\$?/g, (_all, tex: string) => tex.replace(/\\[a-zA-Z]+|[\\{}&]/g, ' '))
    .replace(/[*`]/g, '')
    .replace(/[|#>]|^-{3,}/gm, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
