/** Teaches the reader TypeScript's types, by an acorn plugin. Kept apart because it doubles the reader's weight. */
import { tsPlugin } from '@sveltejs/acorn-typescript';
import * as acorn from 'acorn';
import { provideTypedParser } from './syntax.ts';

/** From here on texts may hold types. */
export function acceptTypeScript(): void {
  provideTypedParser(() => acorn.Parser.extend(tsPlugin()));
}
