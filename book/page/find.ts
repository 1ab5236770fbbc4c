/** Finding sections by their words. In: the sections, and what the reader looks for. Out: those that hold all of it, the best first. */

/** A section that can be found. */
export interface SearchEntry {
  readonly chapter: string;
  readonly title: string;
  readonly address: string;
  readonly text: string;
}

/** A section that was found, with the words around the first one. */
export interface Found {
  readonly entry: SearchEntry;
  readonly excerpt: readonly { readonly text: string; readonly hit: boolean }[];
}

/** Letters of an excerpt before and behind what was found. */
const BEFORE = 40;
const BEHIND = 110;
/** More results than that help nobody. */
const MOST = 20;

/** Small letters without accents, as many as before. */
function folded(text: string): string {
  return Array.from(text, (letter) => letter.normalize('NFD').charAt(0).toLowerCase()).join('');
}

/** Finds sections. */
export function find(entries: readonly SearchEntry[], query: string): Found[] {
  const words = folded(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const rated = entries.flatMap((entry) => {
    const [title, text] = [folded(entry.title), folded(entry.text)];
    if (!words.every((word) => title.includes(word) || text.includes(word))) return [];
    const points = words.map((word) => (title.includes(word) ? 100 : 0) + Math.min(20, text.split(word).length - 1));
    return [
      { entry, points: points.reduce((sum, more) => sum + more, 0), excerpt: excerptOf(entry.text, text, words) },
    ];
  });
  return rated.sort((a, b) => b.points - a.points).slice(0, MOST);
}

function excerptOf(text: string, small: string, words: readonly string[]): Found['excerpt'] {
  const first = Math.min(...words.map((word) => small.indexOf(word)).filter((place) => place >= 0));
  const at = Number.isFinite(first) ? first : 0;
  const from = at <= BEFORE ? 0 : text.indexOf(' ', at - BEFORE) + 1;
  const end = text.indexOf(' ', at + BEHIND);
  const to = end < 0 ? text.length : end;
  const hits = new RegExp(`(${words.map((word) => word.replace(/[^\p{L}\p{N}]/gu, String.raw`\$&`)).join('|')})`);
  let place = from;
  const parts = small
    .slice(from, to)
    .split(hits)
    .map((part, k) => {
      const piece = { text: text.slice(place, place + part.length), hit: k % 2 === 1 };
      place += part.length;
      return piece;
    });
  const cut = (before: boolean): { text: string; hit: boolean }[] => (before ? [{ text: '… ', hit: false }] : []);
  return [
    ...cut(from > 0),
    ...parts.filter((part) => part.text !== ''),
    ...(to < text.length ? [{ text: ' …', hit: false }] : []),
  ];
}
