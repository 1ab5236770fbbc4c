/**
 * The scripts of the live figure inside a page, for pages of one file: opened from a disk, or in the frame of a notebook, a page can
 * load no other. In: the folder `dist/browser/` of this package. Out: one script element with all parts that a figure can ask for.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageFolder } from './package-file.ts';

/** What starts the element in a page without modules. */
const start = 'secant-elements.classic.js';

/** Names of parts, as they stand in other parts. */
const names = /"([\w.-]+\.js)"/g;

/**
 * A script element that defines `<secant-figure>` and loads nothing.
 *
 * @throws Error where the scripts were not built
 */
export async function inlineScripts(): Promise<string> {
  const folder = join(packageFolder(), 'dist', 'browser');
  const parts = join(folder, 'parts');
  const known = new Set(await readdir(parts));
  const texts: string[] = [];
  const wanted: string[] = [];
  const take = (text: string): string => {
    for (const [, name = ''] of text.matchAll(names)) if (known.delete(name)) wanted.push(name);
    return text;
  };
  const starting = take(await readFile(join(folder, start), 'utf8'));
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop())
    texts.push(take(await readFile(join(parts, name), 'utf8')));
  // Inside an element of HTML these end the script, or begin what does not end.
  const code = [...texts, starting].join('').replace(/<(?=\/script|script|!--)/gi, String.raw`\x3C`);
  return `<script>${code}</script>`;
}
