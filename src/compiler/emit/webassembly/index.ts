/** The back end that makes WebAssembly; loaded when it is asked for. */
export { emitWebAssembly, type EmittedWebAssembly } from './webassembly.ts';
export { instantiate, type WebAssemblyProgram } from './run.ts';
