/** Modules that the chapter plugin makes when they are asked for. */
declare module 'virtual:chapters' {
  /** The Markdown of every chapter, by file. */
  const texts: Readonly<Record<string, string>>;
  export default texts;
}
declare module 'virtual:search' {
  /** The sections of all chapters, as search finds them. */
  // Inside a declared module nothing else can name a file.
  // oxlint-disable-next-line typescript/consistent-type-imports
  const entries: readonly import('./page/find.ts').SearchEntry[];
  export default entries;
}
declare module 'virtual:declarations' {
  /** What the editor says about Secant's names. */
  // Inside a declared module nothing else can name a file.
  // oxlint-disable-next-line typescript/consistent-type-imports
  const declarations: readonly import('./page/declarations.ts').Declaration[];
  export default declarations;
}
