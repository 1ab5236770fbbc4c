/** The book: sources in book/, result in site/. Public names ('secant', 'secant/figures') lead to src/. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultClientConditions, defineConfig } from 'vite';
import { chapterPlugin } from './book/build/chapter-plugin.ts';
import { offlinePlugin } from './book/build/offline-plugin.ts';
import { policyPlugin } from './book/build/policy-plugin.ts';
import { referencePlugin } from './book/build/reference-plugin.ts';
import { cellProgramPlugin } from './scripts/cell-program.mjs';
import { withoutParserParts } from './scripts/parser-parts.mjs';
import { frameScript } from './src/pages/cells/frame-script.ts';

const project = fileURLToPath(new URL('.', import.meta.url));
const book = join(project, 'book');

export default defineConfig({
  root: book,
  // Several pages, and none in place of a missing one.
  appType: 'mpa',
  // Relative addresses: the built page works in any folder of any server.
  base: './',
  resolve: {
    conditions: ['source', ...defaultClientConditions],
    // The functions of these pages come from texts and formulas, which are compiled or refused: nothing here takes the road
    // that records a function of the program. Cells do, and their program is a bundle of its own.
    alias: [
      { find: /^\.\/traced\.ts$/, replacement: join(project, 'book', 'build', 'no-tracing.ts') },
      { find: /^\.\/backend\.ts$/, replacement: join(project, 'book', 'build', 'no-webassembly.ts') },
      { find: /^.*\/base\/shown\.ts$/, replacement: join(project, 'book', 'build', 'no-inspection.ts') },
    ],
  },
  plugins: [
    cellProgramPlugin(),
    chapterPlugin(project),
    referencePlugin(project),
    offlinePlugin(project),
    policyPlugin(frameScript),
    withoutParserParts,
  ],
  build: {
    outDir: join(project, 'site'),
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: true,
    // The program of the cells is one file, which comes with the first run; `npm run check -- size` holds it to a budget.
    chunkSizeWarningLimit: 1400,
    rolldownOptions: {
      // How long each plugin took is no news for whoever starts the book.
      checks: { bundlerTimings: false },
      input: readdirSync(book)
        .filter((file) => file.endsWith('.html'))
        .map((file) => join(book, file)),
    },
  },
});
