/**
 * The pages of the frameworks: `npx vite examples/elements`. In a project of its own each needs its plugin alone, and no
 * `conditions`: here they lead to the sources of Secant, without a build.
 */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import vue from '@vitejs/plugin-vue';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defaultClientConditions, defineConfig } from 'vite';

const folder = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig({
  root: folder,
  base: './',
  appType: 'mpa',
  resolve: { conditions: ['source', ...defaultClientConditions] },
  plugins: [
    // Vue would take the element for a component that is missing.
    vue({ template: { compilerOptions: { isCustomElement: (tag) => tag === 'secant-figure' } } }),
    svelte({ configFile: false }),
  ],
  build: {
    target: 'es2022',
    rolldownOptions: { input: ['react', 'vue', 'svelte'].map((framework) => join(folder, framework, 'index.html')) },
  },
});
