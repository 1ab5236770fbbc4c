/**
 * A figure in the names of its own function. Figures speak of g and w; where a text says `f(x) = …`, everything that is
 * read or spoken says f and x instead: axes, words in the picture, the line under it, sliders, sentences. In: a figure and
 * the names. Out: the same figure with other letters; marks without words are the very same objects.
 */
import type { Figure, FigureParameter } from '../scene/figure.ts';
import type { Scene, TextRun } from '../scene/scene.ts';
import { figure } from './figure.ts';

/** The f and the x of `f(x) = …`. */
export interface OwnNames {
  readonly own: string;
  readonly variables: readonly string[];
}

/** A letter with its index as it is written: x1 is x₁. */
const written = (name: string): string =>
  name.replace(/_/g, '').replace(/(?<=.)\d/g, (digit) => '₀₁₂₃₄₅₆₇₈₉'.charAt(Number(digit)));

const standalone = /(?<![\p{L}\d])(?:w[₁₂]|[gw])(?!\p{L})/gu;

/** The figure in other names. */
export function inOwnNames(made: Figure, { own, variables }: OwnNames): Figure {
  const [first = 'w', second] = variables.map(written);
  const names: Readonly<Record<string, string>> =
    second === undefined
      ? { g: written(own), w: first }
      : { g: written(own), w: `(${first}, ${second})`, 'w₁': first, 'w₂': second };
  const text = (words: string): string => words.replace(standalone, (name) => names[name] ?? name);

  const runs = (given: readonly TextRun[]): readonly TextRun[] => {
    const renamed = given.flatMap((run, place): TextRun[] => {
      const next = given[place + 1];
      const isIndexed = run.style === 'italic' && run.text === 'w' && next?.style === 'subscript';
      const name = isIndexed ? names[next.text === '1' ? 'w₁' : 'w₂'] : undefined;
      if (name !== undefined) return [{ ...run, text: name }];
      const before = given[place - 1];
      const isIndex = run.style === 'subscript' && before?.style === 'italic' && before.text === 'w';
      if (isIndex && second !== undefined && /^[12]$/.test(run.text)) return [];
      const words = text(run.text);
      return [words === run.text ? run : { ...run, text: words }];
    });
    return renamed.length === given.length && renamed.every((run, place) => run === given[place]) ? given : renamed;
  };

  /** A part of a scene: lists of runs are renamed, everything else is looked into; what does not change is itself. */
  const within = <Part>(part: Part): Part => {
    if (typeof part !== 'object' || part === null || ArrayBuffer.isView(part)) return part;
    if (Array.isArray(part)) {
      const list: readonly unknown[] = part;
      const [head] = list;
      if (typeof head !== 'object' || head === null || Array.isArray(head)) return part;
      if (list.every(isRun)) return runs(list) as Part;
      const next = list.map(within);
      return next.some((each, place) => each !== list[place]) ? (next as Part) : part;
    }
    const entries = Object.entries(part);
    const next = entries.map(([key, value]) => [key, within<unknown>(value)] as const);
    return next.some(([, value], place) => value !== entries[place]?.[1]) ? (Object.fromEntries(next) as Part) : part;
  };

  const scene = (given: Scene): Scene => {
    const { panels, readOut, notice } = given;
    return {
      panels: panels.map(within),
      readOut: readOut.map((item) => ({ ...item, label: runs(item.label), value: text(item.value) })),
      ...(notice === undefined ? {} : { notice: text(notice) }),
    };
  };
  const slider = (given: FigureParameter): FigureParameter => ({ ...given, name: text(given.name) });
  return figure({
    ...made,
    parameter: slider(made.parameter),
    ...(made.others !== undefined && { others: made.others.map(slider) }),
    handles: made.handles.map((handle) => ({ ...handle, label: text(handle.label) })),
    sceneAt: (...place) => scene(made.sceneAt(...place)),
    describeAt: (...place) => text(made.describeAt(...place)),
    valueText: (...place) => text(made.valueText(...place)),
  });
}

function isRun(value: unknown): value is TextRun {
  return (
    typeof value === 'object' &&
    value !== null &&
    'text' in value &&
    typeof value.text === 'string' &&
    !('key' in value)
  );
}
