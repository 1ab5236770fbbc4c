/** The editor of a cell's code, CodeMirror; loaded when a reader opens a cell to write in it. */
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, keymap } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import type { CodeEditor, CodeEditorOptions } from 'secant/cells';
import { completions } from './completions.ts';

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--cell-keyword)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--cell-number)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--cell-string)' },
  { tag: tags.comment, color: 'var(--quiet)', fontStyle: 'italic' },
  { tag: tags.typeName, color: 'var(--cell-type)' },
]);

/** Puts an editor into an element. */
export function openEditor(parent: HTMLElement, options: CodeEditorOptions): CodeEditor {
  const run = (): boolean => {
    options.run();
    return true;
  };
  const [anchor, head] = options.selection;
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: options.text,
      selection: { anchor: Math.min(anchor, options.text.length), head: Math.min(head, options.text.length) },
      extensions: [
        completions(options.above),
        // Tab moves on, as everywhere in a page: nobody is caught in a cell.
        keymap.of([{ key: 'Mod-Enter', run }, { key: 'Shift-Enter', run }, ...defaultKeymap, ...historyKeymap]),
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        javascript({ typescript: true }),
        syntaxHighlighting(colours),
        // Editable text can be focused anyway; tools that look for a way to scroll by keyboard see it only so.
        EditorView.contentAttributes.of({ 'aria-label': options.label, tabindex: '0' }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) options.changed(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    get text() {
      return view.state.doc.toString();
    },
    set text(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}
