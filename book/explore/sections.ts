/**
 * What can be seen of a function, section by section. In: the function and the state. Out: elements. Figures are
 * `<secant-figure>` as any page has them; tables and code are made here. A section that has nothing to say, or whose
 * making throws, says why in a sentence, and the others stand.
 */
import {
  derivative,
  differentiability,
  grad,
  hessian,
  numericalDerivative,
  numericalGradient,
  SecantError,
  taylorPolynomial,
} from 'secant';
import { formatShort, prepareCurve } from 'secant/figures';
import type { State } from './state.ts';

/** A function that was read. */
export type Explored =
  | { readonly inputs: 1; readonly g: (w: number) => number }
  | { readonly inputs: 2; readonly g: (w: number[]) => number }
  | { readonly inputs: 'several'; readonly count: number; readonly g: (w: number[]) => number };

/** A section: its heading, and what makes its content. */
interface Section {
  readonly id: string;
  readonly title: string;
  make(): readonly Node[];
}

/** The sections for a function. */
export function sectionsOf(explored: Explored, state: State): readonly Section[] {
  switch (explored.inputs) {
    case 1:
      return ofOne(explored.g, state);
    case 2:
      return ofTwo(explored.g, state);
    case 'several':
      return ofSeveral(explored.g, state, explored.count);
  }
}

function ofOne(g: (w: number) => number, state: State): Section[] {
  const { from, to } = state;
  const at = Math.min(to, Math.max(from, state.at[0] ?? 0));
  const domain = `${from}, ${to}`;
  const slope = derivative(g, { atKink: 'nan' });
  const show = (kind: string, more: Readonly<Record<string, string>> = {}): Node =>
    figure(kind, state.text, { domain, ...more });
  return [
    {
      id: 'tangent',
      title: 'Curve and tangent',
      make: () => [show('tangent-along-curve', { value: String(at) }), paragraph(standing(g, at))],
    },
    { id: 'derivative', title: 'Its derivative', make: () => [show('derivative-joint', { value: String(at) })] },
    { id: 'places', title: 'Places without a derivative', make: () => places(g, from, to) },
    { id: 'secant', title: 'Secant and tangent', make: () => [show('secant-to-tangent', { at: String(at) })] },
    {
      id: 'taylor',
      title: 'Taylor polynomials',
      make: () => [show('taylor-figure', { at: String(at) }), paragraph(taylorText(g, at))],
    },
    {
      id: 'numbers',
      title: 'Numbers',
      make: () => [
        table(
          ['w', 'g(w)', 'g′(w)', 'g″(w)'],
          steps(from, to, 13).map((w) =>
            [w, g(w), slope(w), derivative(g, { order: 2, atKink: 'nan' })(w)].map((x) => formatShort(x, 6)),
          ),
        ),
      ],
    },
    {
      id: 'numerical',
      title: 'By differences',
      make: () => [paragraph(numericalText(g, at)), show('epsilon-error', { at: String(at) })],
    },
    {
      id: 'graph',
      title: 'How it is computed',
      make: () => [figure('computation-graph-figure', state.text, { at: String(at), mode: 'forward' })],
    },
    {
      id: 'code',
      title: 'The derivative as code',
      make: () => [
        code('Forward', () => derivative(g).code),
        code('Reverse', () => {
          const gradient = grad(g);
          gradient(at);
          return gradient.code;
        }),
      ],
    },
  ];
}

function ofTwo(g: (w: number[]) => number, state: State): Section[] {
  const { from, to } = state;
  const [first = 0, second = first] = state.at;
  const at = [first, second];
  const domain = `${from}, ${to}`;
  const place = at.join(', ');
  const show = (kind: string, more: Readonly<Record<string, string>> = {}): Node =>
    figure(kind, state.text, { domain, ...more });
  return [
    {
      id: 'planes',
      title: 'Surface and tangent planes',
      make: () => [show('tangent-planes', { at: place }), paragraph(gradientText(g, at))],
    },
    { id: 'secants', title: 'Secant planes', make: () => [show('secant-planes', { at: place })] },
    { id: 'field', title: 'Contours and gradients', make: () => [show('gradient-field', { at: place })] },
    { id: 'descent', title: 'Descent', make: () => [show('descent', { from: place })] },
    {
      id: 'values',
      title: 'Values',
      make: () => [
        table(
          ['w₁ ↓  w₂ →', ...steps(from, to, 7).map((w2) => formatShort(w2, 4))],
          steps(from, to, 7).map((w1) =>
            [w1, ...steps(from, to, 7).map((w2) => g([w1, w2]))].map((x) => formatShort(x, 4)),
          ),
        ),
      ],
    },
    ...numbersGraphCode(g, at, state.text),
  ];
}

/** A function of more inputs than can be drawn: its numbers, its graph and its code. */
function ofSeveral(g: (w: number[]) => number, state: State, count: number): Section[] {
  const at = Array.from({ length: count }, (_, k) => state.at[k] ?? 0);
  return [
    { id: 'gradient', title: 'Gradient', make: () => [paragraph(gradientText(g, at))] },
    ...numbersGraphCode(g, at, state.text),
  ];
}

function numbersGraphCode(g: (w: number[]) => number, at: readonly number[], text: string): Section[] {
  const names = at.map((_, k) => `∂/∂w${lowered(k + 1)}`);
  return [
    {
      id: 'numbers',
      title: 'Numbers',
      make: () => [
        table(
          ['', ...names],
          [
            ['gradient', ...grad(g)([...at]).map((x) => formatShort(x, 6))],
            ...hessian(g)([...at]).map((row, k) => [`${names[k] ?? ''} of it`, ...row.map((x) => formatShort(x, 6))]),
          ],
        ),
        paragraph(numericalGradientText(g, at)),
      ],
    },
    {
      id: 'graph',
      title: 'How it is computed',
      make: () => [figure('computation-graph-figure', text, { at: at.join(', '), mode: 'reverse' })],
    },
    {
      id: 'code',
      title: 'The gradient as code',
      make: () => [
        code('Reverse', () => {
          const gradient = grad(g);
          gradient([...at]);
          return gradient.code;
        }),
      ],
    },
  ];
}

/** A number below the line: 12 is ₁₂. */
function lowered(index: number): string {
  return String(index).replace(/\d/g, (digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)] ?? '');
}

/** Makes a section, or says why it cannot be made. */
export function sectionElement({ id, title, make }: Section): HTMLElement {
  const section = element('section', { id, 'aria-labelledby': `${id}-title` });
  const heading = element('h2', { id: `${id}-title` });
  heading.textContent = title;
  section.append(heading, ...attempt(make));
  return section;
}

function attempt(make: () => readonly Node[]): readonly Node[] {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof SecantError)) throw error;
    return [paragraph(sentenceOf(error), 'quiet')];
  }
}

/** What an error says, in one sentence with its way out. */
export function sentenceOf({ sentence, hint }: SecantError): string {
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}${hint === undefined ? '' : `; ${hint}`}.`;
}

function standing(g: (w: number) => number, at: number): string {
  const { differentiable, derivative: slope = NaN, verdict, reason } = differentiability(g, at);
  return differentiable
    ? `At w = ${formatShort(at, 6)} the value is ${formatShort(g(at), 8)} and the derivative ${formatShort(slope, 8)}.`
    : `At w = ${formatShort(at, 6)} there is no derivative (${verdict}): ${reason}.`;
}

function places(g: (w: number) => number, from: number, to: number): Node[] {
  const { kinks } = prepareCurve(g, [from, to]);
  if (kinks.stops.length === 0)
    return [paragraph(`From ${formatShort(from)} to ${formatShort(to)} there is none, as far as was looked.`, 'quiet')];
  const rows = kinks.stops.map((w) => {
    const { verdict, reason } = kinks.verdictAt(w);
    return [formatShort(w, 8), verdict, reason];
  });
  return [table(['w', 'verdict', 'reason'], rows)];
}

function taylorText(g: (w: number) => number, at: number): string {
  return `Of order 4 around ${formatShort(at)}: ${taylorPolynomial(g, at, 4).equation()}`;
}

function numericalText(g: (w: number) => number, at: number): string {
  const { value, error, evaluations } = numericalDerivative(g).estimate(at);
  const exact = derivative(g, { atKink: 'nan' })(at);
  return Number.isNaN(value)
    ? `Differences of g alone say nothing at ${formatShort(at)}.`
    : `From ${evaluations} values of g alone the derivative at ${formatShort(at)} is ${formatShort(value, 12)} ± ${formatShort(error, 2)}; the exact one is ${formatShort(exact, 12)}.`;
}

function gradientText(g: (w: number[]) => number, at: readonly number[]): string {
  const slopes = grad(g, { atKink: 'nan' })([...at]);
  const said = slopes.every(Number.isFinite)
    ? `the gradient is (${slopes.map((x) => formatShort(x, 6)).join(', ')})`
    : 'there is no gradient';
  return `At (${at.map((x) => formatShort(x, 6)).join(', ')}) the value is ${formatShort(g([...at]), 8)} and ${said}.`;
}

function numericalGradientText(g: (w: number[]) => number, at: readonly number[]): string {
  const { value, error } = numericalGradient(g).estimate([...at]);
  const said = value.map((x, k) => `${formatShort(x, 9)} ± ${formatShort(error[k] ?? NaN, 2)}`).join(' and ');
  return `From values of g alone the slopes are ${said}.`;
}

function steps(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, k) => from + ((to - from) * k) / (count - 1));
}

// ── Elements ────────────────────────────────────────────────────────────────────────────────────────────

function element(name: string, attributes: Readonly<Record<string, string>> = {}): HTMLElement {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/** The sections whose point is where the page looks. */
const withPoint = ['tangent', 'derivative'];

/** Where the reader has put that point; nothing where another slider was moved. */
export function movedTo({ target }: Event): number | undefined {
  if (!(target instanceof HTMLElement) || !withPoint.includes(target.closest('section')?.id ?? '')) return undefined;
  return 'value' in target && typeof target.value === 'number' ? target.value : undefined;
}

/** Puts the points of those sections to one place, except of the figure that is in the reader's hand; answers with the sections. */
export function follow(page: Element, moved: EventTarget | null, g: (w: number) => number, at: number): Element[] {
  const found = withPoint.flatMap((id) => [...page.querySelectorAll(`:scope > #${id}`)]);
  for (const section of found) {
    const drawn = section.querySelector('secant-figure');
    if (drawn !== null && drawn !== moved) Object.assign(drawn, { value: at });
    const words = section.querySelector(':scope > p');
    if (words !== null) words.textContent = standing(g, at);
  }
  return found;
}

function figure(kind: string, text: string, attributes: Readonly<Record<string, string>>): HTMLElement {
  return element('secant-figure', { kind, g: text, ...attributes });
}

function paragraph(text: string, className = ''): HTMLElement {
  const made = element('p', className === '' ? {} : { class: className });
  made.textContent = text;
  return made;
}

/** A table that scrolls by itself where it is too wide. */
function table(header: readonly string[], rows: readonly (readonly string[])[]): HTMLElement {
  const row = (cells: readonly string[], name: 'th' | 'td'): HTMLElement => {
    const line = element('tr');
    for (const text of cells) {
      const cell = element(name, name === 'th' ? { scope: 'col' } : {});
      cell.textContent = text;
      line.append(cell);
    }
    return line;
  };
  const head = element('thead');
  head.append(row(header, 'th'));
  const body = element('tbody');
  body.append(...rows.map((cells) => row(cells, 'td')));
  const made = element('table');
  made.append(head, body);
  const scroller = element('div', {
    class: 'scroller',
    tabindex: '0',
    role: 'region',
    'aria-label': header.join(', '),
  });
  scroller.append(made);
  return scroller;
}

/** Code that is made when it is opened. */
function code(title: string, make: () => string): HTMLElement {
  const details = element('details');
  const summary = element('summary');
  summary.textContent = title;
  const block = element('pre', { tabindex: '0' });
  details.append(summary, block);
  details.addEventListener('toggle', () => {
    if (block.textContent !== '') return;
    try {
      block.textContent = make();
    } catch (error) {
      if (!(error instanceof SecantError)) throw error;
      block.textContent = sentenceOf(error);
    }
  });
  return details;
}
