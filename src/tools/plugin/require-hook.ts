/**
 * CommonJS in Node before 22.15: `require` compiles a module's text in the thread of the program, where the hooks of
 * ES modules do not see it. The one method that all of them pass through is wrapped, as pirates and its users do it.
 */
import Module from 'node:module';
import { withInlineMap } from './inline-map.ts';
import { reach } from './node-hooks.ts';
import { transformModule } from './transform.ts';

interface Compiling {
  _compile(this: unknown, text: string, file: string, ...rest: unknown[]): unknown;
}

/** Puts the transform before the compiler of CommonJS modules. */
export function hookRequire(): void {
  const { prototype } = Module as unknown as { readonly prototype: Compiling };
  const compile = prototype._compile;
  prototype._compile = function transformed(text, file, ...rest) {
    const result = reach.reaches(file, text) ? transformModule(text, file, { reached: true }) : null;
    return compile.call(this, result === null ? text : withInlineMap(result), file, ...rest);
  };
}
