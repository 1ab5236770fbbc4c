/** The page: sources in book/, result in site/. Public names ('secant', 'secant/figures') lead to src/. */
import { fileURLToPath } from 'node:url';
import { defaultClientConditions, defineConfig } from 'vite';

export default defineConfig({
  root: fileURLToPath(new URL('book', import.meta.url)),
  // Several pages, and none in place of a missing one.
  appType: 'mpa',
  // Relative addresses: the built page works in any folder of any server.
  base: './',
  resolve: { conditions: ['source', ...defaultClientConditions] },
  build: {
    outDir: fileURLToPath(new URL('site', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: true,
    rolldownOptions: {
      input: ['index.html', 'gallery.html'].map((page) => fileURLToPath(new URL(`book/${page}`, import.meta.url))),
    },
  },
});
