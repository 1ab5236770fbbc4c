/**
 * `node --import secant/register app.js`: captured values without a build. Loading this file registers the
 * hooks for all modules that are loaded after it.
 */
import * as nodeModule from 'node:module';
import { loadNow } from './node-hooks.ts';

/** Node 22.15 and later can run hooks in the thread of the program, which spares a second one. */
type RegisterHooks = (hooks: { readonly load: typeof loadNow }) => unknown;

const { registerHooks } = nodeModule as { readonly registerHooks?: RegisterHooks };
if (registerHooks) registerHooks({ load: loadNow });
else nodeModule.register(import.meta.resolve('./node-hooks.js'));
