/**
 * A chapter in the browser. The text, its mathematics and the first pictures are there already; this brings the
 * cells, the figures and the tools of the page to life, and opens what a shared link holds.
 */
import { CellList, CellSandbox, CellView, functionText } from 'secant/cells';
import { showBar } from '../bar.ts';
import { linkWordsToMarks } from '../linked-words.ts';
import { keepForOffline } from '../offline.ts';
import { mountThemeSwitch } from '../theme-switch.ts';
import { mountExercises } from './exercise-places.ts';
import { type FigurePlace, FigurePlaces } from './figure-places.ts';
import { holdsState, type PageState, stateOf } from './share-link.ts';
import { mountTools } from './tools.ts';

const sandbox = new CellSandbox(document);
/** Figures of cells and of links are tried where no cell has been: a cell can change what runs beside it. */
const trials = new CellSandbox(document);
const places = new FigurePlaces(trials);
const figures = new Map<string, FigurePlace>();
const exercises = mountExercises(document);

for (const element of document.querySelectorAll<HTMLElement>('figure[data-figure]')) {
  const place = places.take(element, false);
  if (place !== undefined) figures.set(element.id, place);
}

const cells: CellView[] = [...document.querySelectorAll<HTMLElement>('.cell[data-cell]')].map(
  (element, index) =>
    new CellView(element, {
      id: element.dataset['cell'] ?? '',
      label: `Code of cell ${index + 1}`,
      hasRun: true,
      events: {
        run: (id) => void run(id),
        stop: () => sandbox.stop(),
        cleared: (outputs) => places.drop(outputs),
        shown(outputs, foreign) {
          for (const figure of outputs.querySelectorAll<HTMLElement>('[data-figure]')) places.take(figure, foreign);
        },
      },
      editor: {
        load: async () => (await import('./editor.ts')).openEditor,
        above: (id) => {
          const texts = cells.map((cell) => ({ id: cell.id, text: cell.text }));
          return texts.slice(
            0,
            texts.findIndex((cell) => cell.id === id),
          );
        },
      },
    }),
);
const list = new CellList(sandbox, () => cells);
const run = (id?: string): Promise<unknown> => list.run(id);

function stateNow(): PageState {
  const changed = [...figures].flatMap(([id, place]) => {
    const changes = place.changes();
    return changes === undefined ? [] : [[id, changes] as const];
  });
  return {
    cells: Object.fromEntries(cells.filter((cell) => cell.isEdited).map(({ id, text }) => [id, text])),
    figures: Object.fromEntries(changed),
    answers: exercises.answers,
    codeHidden: document.documentElement.dataset['code'] === 'hidden',
  };
}

/** Opens a state. Texts from a link are tried in the sandbox first: one that never ends must not reach the page. */
async function open(state: PageState): Promise<void> {
  if (state.codeHidden) document.documentElement.dataset['code'] = 'hidden';
  exercises.answers = state.answers ?? {};
  const edited = cells.filter(({ id }) => Object.hasOwn(state.cells, id));
  for (const cell of edited) cell.text = state.cells[cell.id] ?? '';
  for (const cell of edited) void run(cell.id);
  for (const [id, change] of Object.entries(state.figures)) {
    const place = figures.get(id);
    if (place === undefined) continue;
    const { text, ...position } = change;
    const spec = text === undefined ? place.spec : { ...place.spec, functions: [functionText(text)] };
    const fault = text === undefined ? undefined : (await trials.try(spec, position)).fault;
    await place.restore(fault === undefined ? change : position);
    if (fault !== undefined) place.complain(`The function of the link is not shown: ${fault}`);
  }
}

async function reset(): Promise<void> {
  sandbox.stop();
  exercises.answers = {};
  const edited = cells.filter((cell) => cell.isEdited);
  for (const cell of edited) cell.text = cell.original;
  for (const place of figures.values()) if (place.changes() !== undefined) await place.reset();
  if (edited.length > 0) await list.run();
}

const themeSwitch = document.getElementById('theme-switch');
if (themeSwitch instanceof HTMLButtonElement) mountThemeSwitch(themeSwitch);
linkWordsToMarks();
const tools = document.querySelector<HTMLElement>('.tools');
if (tools !== null)
  mountTools(tools, {
    state: stateNow,
    reset,
    runAll: async () => void (await list.run()),
    cellTexts: () => cells.map(({ text }) => text),
    figureSpecs: () => new Map([...figures].map(([id, place]) => [id, place.drawn])),
  });
/** What the reader may lose: edits, as they were when the page came or its link was opened. */
const edits = (): string => JSON.stringify({ ...stateNow(), codeHidden: false });
let opened = edits();
if (holdsState(location.hash))
  void stateOf(location.hash)
    .then((state) => state && open(state))
    .finally(() => (opened = edits()));
// The same page with another link: nothing is loaded anew by itself, and what the reader wrote is not dropped unasked.
window.addEventListener('hashchange', ({ oldURL }) => {
  if (!holdsState(location.hash)) return;
  if (edits() === opened) {
    location.reload();
    return;
  }
  const link = location.href;
  history.replaceState(null, '', oldURL);
  showBar({
    name: 'other-link',
    role: 'alertdialog',
    sentence: 'This link holds other changes, which would take the place of yours.',
    buttons: [
      { label: 'Keep mine', act: () => undefined },
      {
        label: 'Open the link',
        act() {
          history.replaceState(null, '', link);
          location.reload();
        },
      },
    ],
  });
});
document.documentElement.dataset['ready'] = '';
keepForOffline();
