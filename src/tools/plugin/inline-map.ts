/** A module's text with its source map inside, as a comment at the end. */
import type { TransformedModule } from './transform.ts';

/**
 * Adds the map to the text. A text that says already where its map is keeps that one: no line of it moved.
 */
export function withInlineMap({ code, map }: TransformedModule): string {
  if (/^\/\/[#@] ?sourceMappingURL=/m.test(code)) return code;
  return `${code}//# sourceMappingURL=${map.toUrl()}\n`;
}
