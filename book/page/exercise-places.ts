/**
 * The exercises of the page: fields in which readers answer, and what they hold for a share link. What judges an answer is
 * loaded when somebody goes into a field.
 */

/** What stands in the fields, by exercise; what is empty is left out. */
export type Answers = Readonly<Record<string, string>>;

/** One exercise of the page. */
class ExercisePlace {
  readonly id: string;
  private readonly element: HTMLElement;
  private readonly field: HTMLInputElement;
  private readonly verdict: HTMLElement;

  constructor(element: HTMLElement, field: HTMLInputElement, verdict: HTMLElement) {
    this.id = element.id;
    this.element = element;
    this.field = field;
    this.verdict = verdict;
    field.addEventListener('focus', () => void import('./answers.ts'));
    // What was said is about another answer then.
    field.addEventListener('input', () => this.clear());
    field.form?.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.judge();
    });
  }

  get answer(): string {
    return this.field.value;
  }

  set answer(answer: string) {
    this.field.value = answer;
    this.clear();
    if (answer !== '') void this.judge();
  }

  private async judge(): Promise<void> {
    const { judge } = await import('./answers.ts');
    const { kind, nodes } = judge(this.element.dataset['exercise'] ?? '', this.answer);
    this.element.dataset['verdict'] = kind;
    this.verdict.replaceChildren(...nodes);
    this.field.setAttribute('aria-invalid', String(kind !== 'right'));
  }

  private clear(): void {
    delete this.element.dataset['verdict'];
    this.verdict.replaceChildren();
    this.field.removeAttribute('aria-invalid');
  }
}

/** All exercises of the page. */
class ExercisePlaces {
  private readonly places: readonly ExercisePlace[];

  constructor(page: ParentNode) {
    this.places = [...page.querySelectorAll<HTMLElement>('.exercise')].flatMap((element) => {
      const field = element.querySelector('input');
      const verdict = element.querySelector<HTMLElement>('.exercise-verdict');
      return field === null || verdict === null ? [] : [new ExercisePlace(element, field, verdict)];
    });
  }

  /** What the reader typed. */
  get answers(): Answers {
    return Object.fromEntries(this.places.flatMap(({ id, answer }) => (answer === '' ? [] : [[id, answer]])));
  }

  /** Puts answers into their fields and says how good they are; fields without one are emptied. */
  set answers(answers: Answers) {
    for (const place of this.places) place.answer = Object.hasOwn(answers, place.id) ? (answers[place.id] ?? '') : '';
  }
}

/** Takes the exercises of a page into use. */
export function mountExercises(page: ParentNode): ExercisePlaces {
  return new ExercisePlaces(page);
}
