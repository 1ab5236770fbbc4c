/**
 * One cell of the page: its code in a plain field that becomes an editor when the reader goes into it, its buttons,
 * and what it shows. In: the element the chapter has for it. Out: the text, and wishes to run, stop and reset.
 */
import { type CellOutput, type CellText, outputView, toDom } from '../notebook/outputs-only.ts';
import type { CodeEditor } from './editor.ts';

/** What the reader can ask of a cell. */
export interface CellEvents {
  run(id: string): void;
  stop(): void;
  /** The cells above one, as they stand. */
  above(id: string): readonly CellText[];
  /** Outputs are about to go, or have come: figures inside are to be let go, or taken. Those of a run are foreign. */
  cleared(outputs: HTMLElement): void;
  shown(outputs: HTMLElement, foreign: boolean): void;
}

/** One cell. */
export class CellView {
  readonly id: string;
  readonly original: string;
  readonly element: HTMLElement;
  private readonly field: HTMLTextAreaElement;
  private readonly outputs: HTMLElement;
  private readonly stopButton: HTMLButtonElement;
  private readonly resetButton: HTMLButtonElement;
  private readonly status: HTMLElement;
  private readonly events: CellEvents;
  private editor: CodeEditor | undefined;
  private opening = false;
  /** The text that what is seen under the cell came from. */
  shownText: string;

  constructor(element: HTMLElement, number: number, events: CellEvents) {
    const owner = element.ownerDocument;
    this.element = element;
    this.events = events;
    this.id = element.dataset['cell'] ?? '';
    const source = element.querySelector('.cell-source');
    const outputs = element.querySelector<HTMLElement>('.cell-outputs');
    if (source === null || outputs === null) throw new Error(`the cell ${this.id} is not complete`);
    this.outputs = outputs;
    this.original = source.textContent ?? '';
    this.shownText = this.original;

    this.field = owner.createElement('textarea');
    this.field.className = 'cell-text';
    this.field.value = this.original;
    this.field.spellcheck = false;
    this.field.setAttribute('autocapitalize', 'off');
    this.field.setAttribute('autocomplete', 'off');
    this.field.setAttribute('aria-label', `Code of cell ${number}`);
    this.fitField();
    source.replaceWith(this.field);
    this.field.addEventListener('input', () => {
      this.fitField();
      this.edited();
    });
    this.field.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey || event.shiftKey)) return;
      event.preventDefault();
      events.run(this.id);
    });
    this.field.addEventListener('focus', () => void this.openEditor(`Code of cell ${number}`));

    const button = (name: string, label: string, action: () => void): HTMLButtonElement => {
      const made = owner.createElement('button');
      made.type = 'button';
      made.className = `cell-button cell-${name}`;
      made.textContent = label;
      made.addEventListener('click', action);
      return made;
    };
    const bar = owner.createElement('div');
    bar.className = 'cell-bar';
    const run = button('run', 'Run', () => events.run(this.id));
    run.title = 'Ctrl or Cmd with Enter';
    this.stopButton = button('stop', 'Stop', () => events.stop());
    this.stopButton.hidden = true;
    this.resetButton = button('reset', 'Reset', () => {
      this.text = this.original;
      events.run(this.id);
    });
    this.resetButton.hidden = true;
    this.status = owner.createElement('span');
    this.status.className = 'cell-status';
    this.status.setAttribute('role', 'status');
    bar.append(run, this.stopButton, this.resetButton, this.status);
    this.field.after(bar);
    events.shown(outputs, false);
  }

  get text(): string {
    return this.editor?.text ?? this.field.value;
  }

  set text(text: string) {
    if (this.editor === undefined) {
      this.field.value = text;
      this.fitField();
    } else this.editor.text = text;
    this.edited();
  }

  get isEdited(): boolean {
    return this.text !== this.original;
  }

  /** The run has begun. */
  running(): void {
    this.stopButton.hidden = false;
    this.status.textContent = 'running';
    this.element.dataset['state'] = 'running';
  }

  /** Asked to run, and waiting for others. */
  waiting(): void {
    this.stopButton.hidden = false;
    this.status.textContent = 'waiting';
    this.element.dataset['state'] = 'waiting';
  }

  /** The run is over. */
  rest(status = ''): void {
    this.stopButton.hidden = true;
    this.status.textContent = status;
    this.element.dataset['state'] = 'rest';
  }

  /** Shows what came out, in place of what was there. */
  show(outputs: readonly CellOutput[]): void {
    this.events.cleared(this.outputs);
    this.outputs.replaceChildren(...outputs.map((output) => toDom(this.element.ownerDocument, outputView(output))));
    this.events.shown(this.outputs, true);
  }

  private edited(): void {
    this.resetButton.hidden = !this.isEdited;
    this.element.toggleAttribute('data-edited', this.isEdited);
  }

  /** The field is as high as its text: by its own style sheet, or measured where a browser cannot do that. */
  private fitField(): void {
    this.field.rows = this.field.value.split('\n').length;
    if (CSS.supports('field-sizing', 'content')) return;
    this.field.style.height = 'auto';
    this.field.style.height = `${this.field.scrollHeight + 2}px`;
  }

  private async openEditor(label: string): Promise<void> {
    if (this.opening || this.editor !== undefined) return;
    this.opening = true;
    const { openEditor } = await import('./editor.ts');
    const { field } = this;
    const focused = field.ownerDocument.activeElement === field;
    const parent = field.ownerDocument.createElement('div');
    parent.className = 'cell-editor';
    this.editor = openEditor(parent, {
      text: field.value,
      label,
      selection: [field.selectionStart, field.selectionEnd],
      above: () => this.events.above(this.id),
      changed: () => this.edited(),
      run: () => this.events.run(this.id),
    });
    field.replaceWith(parent);
    if (focused) this.editor.focus();
  }
}
