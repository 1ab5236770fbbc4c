/**
 * Offline reading, as a plugin for the build. In: all files of the site, when they are made. Out: `service-worker.js`
 * beside the pages, which knows their names, a hash of each and a version made of their contents, and in every page a line with that
 * version. Source maps and fonts in formats that no browser with service workers asks for are left out. In development
 * there is none of it.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { build as bundle } from 'esbuild';
import type { Plugin } from 'vite';

/** Files that a page never asks for offline. */
const leftOut = /\.(?:map|woff|ttf)$/;

/** The plugin; `root` is the folder of package.json. */
export function offlinePlugin(root: string): Plugin {
  return {
    name: 'secant-offline',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      async handler(_options, files) {
        const names = Object.keys(files)
          .filter((name) => !leftOut.test(name))
          .sort();
        const pages = names.filter((name) => name.endsWith('.html'));
        const assets = names.filter((name) => !name.endsWith('.html'));
        const loose = assets.filter((name) => !name.startsWith('assets/'));
        if (loose.length > 0) this.error(`only pages may have names without a hash, and there is ${loose.join(', ')}`);
        const digest = createHash('sha256');
        for (const name of names) {
          const file = files[name];
          digest.update(name).update(file?.type === 'asset' ? file.source : (file?.code ?? ''));
        }
        const version = digest.digest('hex').slice(0, 16);
        const hashes = Object.fromEntries(
          assets.map((name) => {
            const file = files[name];
            return [name, hashOf(file?.type === 'asset' ? file.source : (file?.code ?? ''))];
          }),
        );
        for (const name of pages) {
          const page = files[name];
          if (page?.type !== 'asset') continue;
          const line = `<meta name="secant-version" content="${version}" />`;
          page.source = String(page.source).replace('<meta charset="utf-8" />', `$&\n    ${line}`);
          if (!page.source.includes(line))
            this.error(`${name} has no <meta charset="utf-8" /> to put the version behind`);
        }
        const source = await serviceWorker(root, { version, pages, assets: hashes });
        this.emitFile({ type: 'asset', fileName: 'service-worker.js', source });
      },
    },
  };
}

/** By what the service worker knows a file. */
function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 16);
}

/** The program of the service worker for these files. */
async function serviceWorker(root: string, site: object): Promise<string> {
  const { outputFiles } = await bundle({
    entryPoints: [join(root, 'book', 'offline', 'service-worker.ts')],
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    minify: true,
    define: { SITE: JSON.stringify(site) },
    legalComments: 'none',
    logLevel: 'warning',
  });
  return outputFiles[0]?.text ?? '';
}
