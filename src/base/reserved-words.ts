/**
 * The words of JavaScript that no variable may have as its name, and the constants that none should take: what is written out,
 * from formulas as from programs, leaves them alone.
 */
export const reservedWords: readonly string[] = (
  'arguments await break case catch class const continue debugger default delete do else enum eval export extends ' +
  'false finally for function if implements import in instanceof interface let new null package private protected ' +
  'public return static super switch this throw true try typeof undefined var void while with yield Math NaN Infinity'
).split(' ');
