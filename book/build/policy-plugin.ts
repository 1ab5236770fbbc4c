/**
 * The headers of the site, as a plugin for the build. In: the pages, when they are made, and the script of the sandbox's
 * frame. Out: `_headers`, as Netlify and Cloudflare Pages read it, with a content security policy that allows what these pages
 * do and nothing else; docs/security.md says how other hosts are told the same. Scripts that stand in a page are
 * allowed by their hashes.
 */
import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

/** The policy of pages with these scripts. */
export function policyOf(scripts: readonly string[]): string {
  const hashes = [...new Set(scripts)].map(
    (script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  );
  return [
    "default-src 'none'",
    // Derivatives are compiled; the program of the cells is started from memory.
    `script-src 'self' 'unsafe-eval' blob: ${hashes.sort().join(' ')}`,
    "worker-src 'self' blob:",
    // Mathematics is set by `style` attributes.
    "style-src 'self' 'unsafe-inline'",
    // The smallest of the mathematical fonts stand in the style sheet.
    "font-src 'self' data:",
    "img-src 'self' data: blob:",
    'media-src blob:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** The page that others hold in a frame; it has one figure, and nothing that a hidden click could do. */
const embedded = 'embed.html';

/** Pages but one are held by no other site: a second policy, which hosts send beside the first. */
function framesOf(page: string): string[] {
  if (page === embedded) return [];
  const paths = [page, page.replace(/\.html$/, ''), ...(page === 'index.html' ? [''] : [])];
  return paths.flatMap((path) => [`/${path}`, "  Content-Security-Policy: frame-ancestors 'self'"]);
}

/** The plugin; `frameScript` is the script of the sandbox. */
export function policyPlugin(frameScript: string): Plugin {
  return {
    name: 'secant-policy',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_options, files) {
        const pages = Object.values(files).filter(({ fileName }) => fileName.endsWith('.html'));
        const scripts = pages.flatMap((page) =>
          page.type === 'asset'
            ? [...String(page.source).matchAll(/<script>([^]*?)<\/script>/g)].map(([, text]) => text ?? '')
            : [],
        );
        const source = [
          '/*',
          `  Content-Security-Policy: ${policyOf([...scripts, frameScript])}`,
          '  Referrer-Policy: no-referrer',
          '  X-Content-Type-Options: nosniff',
          ...pages.flatMap(({ fileName }) => framesOf(fileName)),
          '',
        ].join('\n');
        this.emitFile({ type: 'asset', fileName: '_headers', source });
      },
    },
  };
}
