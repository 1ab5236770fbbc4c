/**
 * One cell of a page: its code in a plain field, which may become an editor when the reader goes into it, its buttons,
 * and what it shows. In: an element with the code in a `.cell-source` and a place for results, `.cell-outputs`, in a
 * document or a shadow root. Out: the text, and wishes to run, stop and reset.
 */
import { toDom } from '../notebook/element-tree.ts';
import type { CellText } from '../notebook/notebook.ts';
import { outputView } from '../notebook/output-view.ts';
import { beginningOf, type CellOutput } from '../notebook/outputs.ts';
import type { Cell } from './cell-list.ts';

/** An editor in place of the field of a cell. */
export interface CodeEditor {
  text: string;
  focus(): void;
  destroy(): void;
}

/** What an editor is given. */
export interface CodeEditorOptions {
  readonly text: string;
  readonly label: string;
  /** Where the reader was in the plain field. */
  readonly selection: readonly [number, number];
  /** The cells above, as they stand: their names can be used. */
  above(): readonly CellText[];
  changed(text: string): void;
  run(): void;
}

/** Puts an editor into an element. */
export type OpenEditor = (parent: HTMLElement, options: CodeEditorOptions) => CodeEditor;

/** What the reader can ask of a cell. */
export interface CellEvents {
  run(id: string): void;
  stop(): void;
  /** The text has changed, by the reader or by a program. */
  edited?(byReader: boolean): void;
  /** The reader leaves the plain field, with another text than it had when they came. */
  committed?(): void;
  /** Outputs are about to go, or have come: figures inside are to be let go, or taken. Those of a run are foreign. */
  cleared(outputs: HTMLElement): void;
  shown(outputs: HTMLElement, foreign: boolean, results: readonly CellOutput[]): void;
}

/** What a cell is made with. */
export interface CellSetting {
  readonly id: string;
  /** What the field is called, for those who do not see it. */
  readonly label: string;
  readonly events: CellEvents;
  /** What is in the place for results came from the code that is there. */
  readonly hasRun?: boolean;
  /** The editor that comes when the reader goes into the field; without it the field stays. */
  readonly editor?: {
    load(): Promise<OpenEditor>;
    /** The cells above one, as they stand. */
    above(id: string): readonly CellText[];
  };
}

/** One cell. */
export class CellView implements Cell {
  readonly id: string;
  /** What the page has, which a reset brings back. */
  private initial: string;
  readonly element: HTMLElement;
  readonly field: HTMLTextAreaElement;
  private readonly outputs: HTMLElement;
  /** Keeps the copy in colours behind the field in step; without it the copy is what the page came with. */
  private recolour: (() => void) | undefined;
  private readonly stopButton: HTMLButtonElement;
  private readonly resetButton: HTMLButtonElement;
  private readonly status: HTMLElement;
  private readonly events: CellEvents;
  private readonly setting: CellSetting;
  private editor: CodeEditor | undefined;
  private opening = false;
  shownText: string | undefined;

  constructor(element: HTMLElement, setting: CellSetting) {
    const owner = element.ownerDocument;
    const { id, label, events } = setting;
    this.element = element;
    this.setting = setting;
    this.events = events;
    this.id = id;
    const source = element.querySelector('.cell-source');
    const outputs = element.querySelector<HTMLElement>('.cell-outputs');
    if (source === null || outputs === null) throw new Error('incomplete cell');
    this.outputs = outputs;
    this.initial = source.textContent ?? '';
    this.shownText = setting.hasRun === true ? this.initial : undefined;

    this.field = owner.createElement('textarea');
    this.field.className = 'cell-text';
    this.field.value = this.initial;
    this.field.spellcheck = false;
    this.field.autocapitalize = 'off';
    this.field.autocomplete = 'off';
    this.label = label;
    this.fitField();
    const code = owner.createElement('div');
    code.className = 'cell-code';
    code.append(this.field);
    source.replaceWith(code);
    if (source.querySelector('code > span') !== null) {
      source.removeAttribute('tabindex');
      source.className = 'cell-colours';
      source.setAttribute('aria-hidden', 'true');
      code.append(source);
    }
    // The copy in colours is moved with the field.
    this.field.addEventListener('scroll', () => this.field.nextElementSibling?.scrollTo(this.field.scrollLeft, 0));
    this.field.addEventListener('input', () => {
      this.fitField();
      this.edited(true);
    });
    this.field.addEventListener('change', () => events.committed?.());
    this.field.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey || event.shiftKey)) return;
      event.preventDefault();
      events.run(this.id);
    });
    this.field.addEventListener('focus', () => void this.openEditor());

    const button = (name: string, label: string, action: () => void): HTMLButtonElement =>
      buttonOf(owner, `cell-button cell-${name}`, label, action);
    const bar = owner.createElement('div');
    bar.className = 'cell-bar';
    const run = button('run', 'Run', () => events.run(this.id));
    run.title = 'Ctrl or Cmd with Enter';
    this.stopButton = button('stop', 'Stop', () => events.stop());
    this.stopButton.hidden = true;
    this.resetButton = button('reset', 'Reset', () => {
      this.text = this.initial;
      events.run(this.id);
    });
    this.resetButton.hidden = true;
    this.status = owner.createElement('span');
    this.status.className = 'cell-status';
    this.status.setAttribute('role', 'status');
    bar.append(run, this.stopButton, this.resetButton, this.status);
    outputs.before(bar);
    events.shown(outputs, false, []);
  }

  /** What the field is called. */
  set label(label: string) {
    this.field.setAttribute('aria-label', label);
  }

  get text(): string {
    return this.editor?.text ?? this.field.value;
  }

  set text(text: string) {
    if (this.editor === undefined) {
      this.field.value = text;
      this.fitField();
    } else this.editor.text = text;
    this.edited(false);
  }

  get original(): string {
    return this.initial;
  }

  /** The page has another text now: the reader's changes stay, and an unchanged cell follows. */
  set original(text: string) {
    const follows = !this.isEdited;
    this.initial = text;
    if (follows) this.text = text;
    else this.edited(false);
  }

  get isEdited(): boolean {
    return this.text !== this.initial;
  }

  /** Whether it neither runs nor waits. */
  get isAtRest(): boolean {
    return (this.element.dataset['state'] ?? 'rest') === 'rest';
  }

  /** The run has begun. */
  running(): void {
    this.shows('running', 'running');
  }

  /** Asked to run, and waiting for others. */
  waiting(): void {
    this.shows('waiting', 'waiting');
  }

  /** The run is over. */
  rest(status = ''): void {
    this.shows('rest', status);
  }

  private shows(state: 'running' | 'waiting' | 'rest', status: string): void {
    this.stopButton.hidden = state === 'rest';
    this.status.textContent = status;
    this.outputs.ariaBusy = state === 'running' ? 'true' : null;
    this.element.dataset['state'] = state;
  }

  /** Shows what came out, in place of what was there. */
  show(outputs: readonly CellOutput[]): void {
    this.events.cleared(this.outputs);
    this.outputs.replaceChildren();
    this.showMore(outputs);
  }

  /** The first of these outputs, and a button for the rest: a page cannot hold all that a cell can print. */
  private showMore(outputs: readonly CellOutput[]): void {
    const owner = this.element.ownerDocument;
    const first = beginningOf(outputs);
    const rest = outputs.slice(first.length);
    this.outputs.append(...first.map((output) => toDom(owner, outputView(output))));
    this.events.shown(this.outputs, true, first);
    if (rest.length === 0) return;
    const more = buttonOf(owner, 'quiet-button cell-more', `Show ${rest.length} more`, () => {
      more.remove();
      this.showMore(rest);
    });
    this.outputs.append(more);
  }

  private edited(byReader: boolean): void {
    this.resetButton.hidden = !this.isEdited;
    this.element.toggleAttribute('data-edited', this.isEdited);
    if (this.recolour !== undefined) this.recolour();
    else if (this.dropColours()) void this.colour();
    this.events.edited?.(byReader);
  }

  /** Gives the code colours that follow its text, by a script that comes when it is wanted. */
  async colour(): Promise<void> {
    if (this.recolour !== undefined) return;
    this.recolour = () => undefined;
    const { colourField } = await import('./code-colours.ts');
    if (this.editor === undefined) this.recolour = colourField(this.field);
  }

  /** Takes the copy in colours away. @returns whether there was one */
  private dropColours(): boolean {
    const copy = this.field.nextElementSibling;
    copy?.remove();
    return copy !== null;
  }

  /** The field is as high as its text, whose lines are not broken. */
  private fitField(): void {
    this.field.rows = this.field.value.split('\n').length;
  }

  private async openEditor(): Promise<void> {
    const { editor } = this.setting;
    if (editor === undefined || this.opening || this.editor !== undefined) return;
    this.opening = true;
    const open = await editor.load();
    const { field } = this;
    const focused = field.matches(':focus');
    const parent = field.ownerDocument.createElement('div');
    parent.className = 'cell-editor';
    this.editor = open(parent, {
      text: field.value,
      label: this.setting.label,
      selection: [field.selectionStart, field.selectionEnd],
      above: () => editor.above(this.id),
      changed: () => this.edited(true),
      run: () => this.events.run(this.id),
    });
    this.dropColours();
    field.replaceWith(parent);
    if (focused) this.editor.focus();
  }
}

function buttonOf(owner: Document, className: string, label: string, action: () => void): HTMLButtonElement {
  const made = owner.createElement('button');
  made.type = 'button';
  made.className = className;
  made.textContent = label;
  made.addEventListener('click', action);
  return made;
}
