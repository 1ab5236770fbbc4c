/** Whether emitted code can be compiled here: a page may forbid it by its content security policy. */

/** True where `new Function` is allowed. Asking is reported to a page that has its policy reported. */
export function mayCompile(): boolean {
  try {
    return typeof new Function('') === 'function';
  } catch {
    return false;
  }
}
