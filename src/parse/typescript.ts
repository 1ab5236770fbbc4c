/** Teaches the reader TypeScript's types, by an acorn plugin. Importing this file is enough. */
import { tsPlugin } from '@sveltejs/acorn-typescript';
import * as acorn from 'acorn';
import { provideTypedParser } from './syntax.ts';

provideTypedParser(() => acorn.Parser.extend(tsPlugin()) as unknown as typeof acorn.Parser);
