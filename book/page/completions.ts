/**
 * Help while writing in a cell: names as they are typed or on Ctrl-Space, and what a name is, under the pointer or on
 * Ctrl/Cmd-I. Loaded with the editor, never before. Nothing in the list is chosen until the reader goes into it with the
 * arrow keys, so Enter goes on making lines; Escape closes whatever is open. The list is a listbox that the text field
 * owns, and what the key shows is announced.
 */
import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { syntaxTree } from '@codemirror/language';
import { type EditorState, type Extension, StateEffect, StateField } from '@codemirror/state';
import { EditorView, hoverTooltip, keymap, showTooltip, type Tooltip } from '@codemirror/view';
import declarations from 'virtual:declarations';
import type { CellText } from 'secant/cells';
import { type Fact, Knowledge, type Outlook } from './knowledge.ts';

/** Letters before a list opens by itself. */
const LETTERS = 2;
/** Names that are seen at the same time. */
const MOST_SHOWN = 8;
const knowledge = new Knowledge(declarations);
/** Where names mean nothing. */
const noNames = /^(?:String|TemplateString|LineComment|BlockComment|RegExp|Number)$/;

/**
 * The extension for one editor.
 *
 * @param above the cells above, as they stand
 */
export function completions(above: () => readonly CellText[]): Extension {
  const outlookOf = (state: EditorState): Outlook => ({
    text: state.doc.toString(),
    tree: syntaxTree(state),
    above: above(),
  });
  const tooltipAt = (state: EditorState, place: number, side: -1 | 1, orCall: boolean): [Tooltip, Fact] | undefined => {
    const outlook = outlookOf(state);
    const node = outlook.tree.resolveInner(place, side);
    const own = knowledge.at(node, outlook);
    const fact = own ?? (orCall ? knowledge.callAround(node, outlook) : undefined);
    if (fact === undefined) return undefined;
    const { from, to } = own === undefined ? { from: place, to: place } : node;
    return [{ pos: from, end: to, above: true, create: () => ({ dom: factElement(fact) }) }, fact];
  };
  const showHere = (view: EditorView): boolean => {
    const { head } = view.state.selection.main;
    const found = tooltipAt(view.state, head, -1, false) ?? tooltipAt(view.state, head, 1, true);
    const effects: StateEffect<unknown>[] = [asked.of(found?.[0])];
    if (found !== undefined) effects.push(EditorView.announce.of(`${found[1].signature}. ${found[1].sentence}`));
    view.dispatch({ effects });
    return true;
  };
  const close = (view: EditorView): boolean => {
    if (view.state.field(askedTooltip) === undefined) return false;
    view.dispatch({ effects: asked.of(undefined) });
    return true;
  };
  return [
    autocompletion({
      override: [(context) => complete(context, outlookOf)],
      selectOnOpen: false,
      icons: false,
      // As many as fit: the arrow keys bring the others, and there is nothing to scroll that they could not reach.
      maxRenderedOptions: MOST_SHOWN,
    }),
    hoverTooltip((view, place, side) => tooltipAt(view.state, place, side, false)?.[0] ?? null),
    askedTooltip,
    keymap.of([
      { key: 'Mod-i', run: showHere, preventDefault: true },
      { key: 'Escape', run: close },
    ]),
    looks,
  ];
}

const asked = StateEffect.define<Tooltip | undefined>();

/** The tooltip that a key has opened: it goes when the reader writes or moves on. */
const askedTooltip = StateField.define<Tooltip | undefined>({
  create: () => undefined,
  update(tooltip, transaction) {
    for (const effect of transaction.effects) if (effect.is(asked)) return effect.value;
    const moved = !transaction.newSelection.eq(transaction.startState.selection);
    return transaction.docChanged || moved ? undefined : tooltip;
  },
  provide: (field) => showTooltip.from(field, (tooltip) => tooltip ?? null),
});

function complete(context: CompletionContext, outlookOf: (state: EditorState) => Outlook): CompletionResult | null {
  const { state, pos, explicit } = context;
  const outlook = outlookOf(state);
  const node = outlook.tree.resolveInner(pos, -1);
  if (noNames.test(node.name)) return null;
  const word = context.matchBefore(/[A-Za-z_$][\w$]*$/);
  const from = word?.from ?? pos;
  const result = (facts: readonly Fact[]): CompletionResult | null =>
    facts.length === 0 ? null : { from, options: facts.map(asCompletion), validFor: /^[\w$]*$/ };

  if (outlook.text[from - 1] === '.') {
    const member = outlook.tree.resolveInner(from, -1);
    const object = member.name === 'MemberExpression' ? member.firstChild : member.prevSibling;
    return object === null ? null : result(knowledge.membersOf(object, outlook));
  }
  if (word === null && !explicit) return null;
  const inImport = /\bimport\b[^;'"]*\{[^}]*$/.test(outlook.text.slice(0, pos));
  if (inImport) {
    const [, module] = /^[^}]*\}\s*from\s*['"]([^'"]+)/.exec(outlook.text.slice(pos)) ?? [];
    return result(knowledge.exportsOf(module));
  }
  // In a record, where a key can stand.
  if (/[{,]\s*$/.test(outlook.text.slice(0, from)) && !/^(?:ArgList|\()$/.test(node.name)) {
    const options = knowledge.optionsAt(node, outlook);
    if (options.length > 0) return result(options);
  }
  if (!explicit && (word?.text.length ?? 0) < LETTERS) return null;
  return result(knowledge.names(pos, outlook));
}

/** What is used most stands first: the reader's own names and those that are imported, types at the end. */
function boostOf({ kind, missingImport }: Fact): number {
  if (kind === 'type') return -2;
  return missingImport === undefined ? 1 : 0;
}

function asCompletion(fact: Fact): Completion {
  const { name, kind, origin, missingImport } = fact;
  const detail = kind === 'member' ? '' : origin;
  return {
    label: name,
    type: kind,
    boost: boostOf(fact),
    info: () => factElement(fact),
    ...(detail === '' ? {} : { detail }),
    ...(missingImport === undefined
      ? {}
      : {
          apply(view: EditorView, completion: Completion, from: number, to: number): void {
            const line = `import { ${name} } from '${missingImport}'\n`;
            view.dispatch({
              changes: [
                { from: 0, insert: line },
                { from, to, insert: completion.label },
              ],
              selection: { anchor: line.length + from + completion.label.length },
              userEvent: 'input.complete',
            });
          },
        }),
  };
}

function factElement({ signature, sentence, origin, kind, page }: Fact): HTMLElement {
  const element = document.createElement('div');
  element.className = 'cell-fact';
  const code = document.createElement('pre');
  code.textContent = signature;
  element.append(code);
  for (const text of [sentence, kind === 'member' ? '' : origin]) {
    if (text === '') continue;
    const paragraph = document.createElement('p');
    paragraph.textContent = text;
    element.append(paragraph);
  }
  if (page !== undefined) {
    const link = document.createElement('a');
    link.href = page;
    link.textContent = 'in the reference';
    element.lastElementChild?.append(' · ', link);
  }
  return element;
}

const looks = EditorView.theme({
  '.cm-tooltip': {
    maxWidth: 'min(34rem, calc(100vw - 1.5rem))',
    border: '1px solid var(--rule)',
    borderRadius: '8px',
    background: 'var(--ground)',
    color: 'var(--ink)',
    boxShadow: '0 6px 24px rgb(0 0 0 / 0.12)',
    zIndex: '4',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    maxHeight: 'none',
    overflow: 'hidden',
    borderRadius: '7px',
    fontFamily: 'var(--mono)',
    fontSize: '0.8125rem',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
    margin: '0',
    padding: '0.25rem 0.625rem',
    lineHeight: '1.5',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    background: 'var(--focus)',
    color: 'var(--ground)',
  },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '600' },
  '.cm-completionDetail': { fontStyle: 'normal' },
  '.cm-tooltip.cm-completionInfo': { padding: '0', whiteSpace: 'normal' },
  '.cell-fact': {
    maxHeight: '18rem',
    overflow: 'auto',
    padding: '0.5rem 0.75rem',
    fontFamily: 'var(--sans)',
    fontSize: '0.8125rem',
    lineHeight: '1.5',
  },
  '.cell-fact pre': {
    margin: '0',
    font: '400 0.8125rem/1.5 var(--mono)',
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
  },
  '.cell-fact p': { margin: '0.25rem 0 0' },
  '@media (pointer: coarse)': {
    '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { paddingBlock: '0.75rem' },
  },
});
