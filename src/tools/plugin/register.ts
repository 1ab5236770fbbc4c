/**
 * `node --import secant/register app.js`: captured values and second bodies without a build. Loading this file
 * registers the hooks for all modules that are loaded after it, those of packages included, ES modules and CommonJS.
 */
import * as nodeModule from 'node:module';
import { hookRequire } from './require-hook.ts';
import { followMadeFunctions } from './made-code.ts';
import { beginReaches, loadNow } from './node-hooks.ts';

/** Node 22.15 and later can run hooks in the thread of the program, which spares a second one and sees `require`. */
type RegisterHooks = (hooks: { readonly load: typeof loadNow }) => unknown;

const { registerHooks } = nodeModule as { readonly registerHooks?: RegisterHooks };
if (beginReaches()) followMadeFunctions();
if (registerHooks) registerHooks({ load: loadNow });
else {
  nodeModule.register(import.meta.resolve('./node-hooks.js'));
  hookRequire();
}
