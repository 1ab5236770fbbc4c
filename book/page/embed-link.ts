/**
 * A figure alone, for frames in other pages: `embed.html` with all of its state in the link. In: what a live figure is and how it
 * stands. Out: the link, and the HTML that shows it. A link is data from elsewhere: it is read as such, and a function in it is
 * compiled by Secant and can act on nothing.
 */
import { type FigureSpec, readFigureSpec } from 'secant/figures';

/** A figure and how it stands. */
export interface EmbedState {
  readonly spec: FigureSpec;
  readonly value?: number | undefined;
  readonly others?: readonly number[] | undefined;
  readonly view?: readonly [number, number] | undefined;
}

/** The part of the link after `#`. */
export function embedFragment(state: EmbedState): string {
  return encodeURIComponent(JSON.stringify(state));
}

/** The state in the part of a link after `#`; undefined where there is none that can be read. */
export function readEmbed(fragment: string): EmbedState | undefined {
  let data: unknown;
  try {
    data = JSON.parse(decodeURIComponent(fragment.replace(/^#/, '')));
  } catch {
    return undefined;
  }
  if (typeof data !== 'object' || data === null) return undefined;
  const { spec: given, value, others, view } = data as Record<string, unknown>;
  const spec = readFigureSpec(given);
  if (spec === undefined) return undefined;
  const numbers = (list: unknown): list is number[] => Array.isArray(list) && list.every(Number.isFinite);
  return {
    spec,
    ...(Number.isFinite(value) ? { value: value as number } : {}),
    ...(numbers(others) ? { others } : {}),
    ...(numbers(view) && view.length === 2 ? { view: [view[0] ?? 0, view[1] ?? 0] } : {}),
  };
}

/** HTML for another page. */
export function embedHtml(state: EmbedState, title: string, page: string): string {
  const address = new URL('embed.html', page);
  address.hash = embedFragment(state);
  const name = title.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
  return (
    `<iframe src="${address.href.replace(/&/g, '&amp;').replace(/"/g, '&quot;')}" title="${name}" loading="lazy" ` +
    'style="width:100%;height:34rem;border:0"></iframe>'
  );
}
