/** A command that was not called as it can be: what is wrong, and what to write instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly hint: string | undefined;

  constructor(sentence: string, hint?: string, cause?: unknown) {
    super(sentence, cause === undefined ? undefined : { cause });
    this.hint = hint;
  }
}
