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
    .replace(/\$\$?([^$]*)\$\$?/g, (_all, tex: string) => formulaText(tex))
    .replace(/[*`]/g, '')
    .replace(/[|#>]|^-{3,}/gm, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Signs that TeX writes as words; the name of a function stays a name, and every other command is left out. */
const signs: Readonly<Record<string, string>> = {
  approx: '≈', cdot: '·', cdots: '…', Delta: 'Δ', delta: 'δ', dots: '…', epsilon: 'ε', ge: '≥', in: '∈', infty: '∞', lambda: 'λ',
  ldots: '…', le: '≤', mu: 'μ', nabla: '∇', ne: '≠', partial: '∂', pi: 'π', sigma: 'σ', sqrt: '√', sum: '∑', theta: 'θ', times: '×',
  to: '→', varepsilon: 'ε',
}; // prettier-ignore
const functions = /^(?:a?(?:sin|cos|tan)|sinh|cosh|tanh|exp|ln|log|max|min|lim)$/;
const [raised, lowered] = ['⁰¹²³⁴⁵⁶⁷⁸⁹', '₀₁₂₃₄₅₆₇₈₉'];

/** A formula as it is read in a line of text. */
function formulaText(tex: string): string {
  return tex
    .replace(/\\[dt]?frac\{([^{}]*)\}\{([^{}]*)\}/g, '$1/$2')
    .replace(/\\([a-zA-Z]+)/g, (_all, name: string) => signs[name] ?? (functions.test(name) ? name : ' '))
    .replace(/\\[,;:!]|&/g, ' ')
    .replace(
      /([_^])\{?(\d)\}?/g,
      (_all, mark: string, digit: string) => (mark === '^' ? raised : lowered)[Number(digit)]!,
    )
    .replace(/[\\{}]/g, '');
}
