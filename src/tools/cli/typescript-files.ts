/**
 * Files of TypeScript, read as they are: registers Node's hooks under which a module's types become blanks (Node 20 cannot
 * do that itself) and under which functions keep what they capture. Every character stays in its line and column, so errors
 * point into the file.
 */
import { register } from 'node:module';

/** Hooks of Node hold for the process and cannot be taken back. */
let registered = false;

/** Registers the hooks, once for the process. */
export function registerTypeScript(): void {
  if (registered) return;
  registered = true;
  register(new URL('./typescript-hooks.js', import.meta.url));
}
