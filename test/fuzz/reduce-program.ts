/**
 * Makes a failing program smaller: lines and whole blocks are left out as long as it still fails in the same way.
 * What is left is usually a few lines that a person can read. In: the text, and whether a text still fails.
 */

/** The smallest text found, line by line, for which `fails` is true. */
export function reduceProgram(source: string, point: readonly unknown[], fails: (source: string) => boolean): string {
  let lines = source.split('\n');
  for (let changed = true; changed;) {
    changed = false;
    for (let k = lines.length - 2; k > 0; k--) {
      for (const candidate of [without(lines, k, blockEnd(lines, k)), unwrapped(lines, k), ...shorter(lines, k)]) {
        if (candidate === undefined || !ends(candidate, point) || !fails(candidate.join('\n'))) continue;
        lines = candidate;
        changed = true;
        k = Math.min(k, lines.length - 1);
        break;
      }
    }
  }
  return lines.join('\n');
}

/** True if the text can be read, and its loops come to an end. */
function ends(lines: readonly string[], point: readonly unknown[]): boolean {
  const source = lines.join('\n');
  const counted = source.replaceAll(
    /((?:for|while) \(.*\)|do|=>|function .*\)) \{$/gm,
    '$1 { if (++steps > 1000) throw steps;',
  );
  try {
    const run = new Function('steps', `return (${counted});`)(0) as (...args: unknown[]) => unknown;
    run(...(structuredClone(point) as unknown[]));
    return true;
  } catch (error) {
    return !(error instanceof SyntaxError) && typeof error !== 'number';
  }
}

function indent(line: string): number {
  return line.length - line.trimStart().length;
}

/** The line that closes what line `k` opens, or `k` itself. */
function blockEnd(lines: readonly string[], k: number): number {
  if (!lines[k]!.endsWith('{')) return k;
  let end = k + 1;
  while (
    end < lines.length - 1 &&
    (indent(lines[end]!) > indent(lines[k]!) || lines[end]!.trimStart().startsWith('} else'))
  )
    end++;
  return end;
}

function without(lines: readonly string[], from: number, to: number): string[] {
  return [...lines.slice(0, from), ...lines.slice(to + 1)];
}

/** The block's contents in its place. */
function unwrapped(lines: readonly string[], k: number): string[] | undefined {
  const end = blockEnd(lines, k);
  if (end === k || lines.slice(k, end).some((line) => /^\s*\} else|^\s*case |^\s*default/.test(line))) return undefined;
  return [...lines.slice(0, k), ...lines.slice(k + 1, end), ...lines.slice(end + 1)];
}

/** The line with a bracketed part or a side of an operator left out. */
function* shorter(lines: readonly string[], k: number): Generator<string[]> {
  const line = lines[k]!;
  const replace = (from: number, to: number, by: string): string[] => {
    const next = [...lines];
    next[k] = line.slice(0, from) + by + line.slice(to);
    return next;
  };
  for (const [from, to] of brackets(line)) {
    const inside = line.slice(from + 1, to);
    let start = from;
    while (/[\w.]/.test(line[start - 1] ?? '')) start--;
    if (start < from && line[from] === '(') yield replace(start, to + 1, inside);
    if (line[from] === '(' && inside !== '1') yield replace(start, to + 1, '1');
    if (line[from] === '(' && start === from) yield replace(from, to + 1, inside);
  }
  for (const match of line.matchAll(/ (?:\+|-|\*|\/|&&|\|\||\*\*|\?\?) /g)) {
    const rest = line.slice(match.index + match[0].length);
    const term = /^(?:[\w.[\]]+(?:\([^()]*\))?|\([^()]*\)|[^;]*(?=;))/.exec(rest)?.[0];
    if (term !== undefined && term !== '') yield replace(match.index, match.index + match[0].length + term.length, '');
    const before = /(?:[\w.[\]]+|\([^()]*\)|\w[\w.]*\([^()]*\))$/.exec(line.slice(0, match.index))?.[0];
    if (before !== undefined) yield replace(match.index - before.length, match.index + match[0].length, '');
  }
}

function brackets(line: string): [number, number][] {
  const open: number[] = [];
  const pairs: [number, number][] = [];
  for (let k = 0; k < line.length; k++) {
    const char = line[k]!;
    if ('([{'.includes(char)) open.push(k);
    else if (')]}'.includes(char)) {
      const from = open.pop();
      if (from !== undefined) pairs.push([from, k]);
    }
  }
  return pairs.sort((a, b) => b[1] - b[0] - (a[1] - a[0]));
}
