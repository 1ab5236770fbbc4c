/** Modules that the chapter plugin makes when they are asked for. */
declare module 'virtual:cell-runtime' {
  /** The program that runs cells, as text. */
  const text: string;
  export default text;
}
declare module 'virtual:chapters' {
  /** The Markdown of every chapter, by file. */
  const texts: Readonly<Record<string, string>>;
  export default texts;
}
