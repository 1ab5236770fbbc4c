/**
 * What was made last, by key. Frames of a moving picture ask for the same things again and again, then for others
 * and never for the old ones. The places are written over in turn: a map that is emptied leaves its dead table
 * behind, and what that holds is not collected with the young objects.
 */
export class Recent<Value> {
  private readonly keys: (string | undefined)[];
  private readonly values: (Value | undefined)[];
  private oldest = 0;

  /** Room for so many. */
  constructor(size: number) {
    this.keys = Array.from({ length: size });
    this.values = Array.from({ length: size });
  }

  /** What has the key, made now if it is not among the last ones. */
  get(key: string, make: () => Value): Value {
    const index = this.keys.indexOf(key);
    const found = index < 0 ? undefined : this.values[index];
    if (found !== undefined) return found;
    const made = make();
    this.keys[this.oldest] = key;
    this.values[this.oldest] = made;
    this.oldest = (this.oldest + 1) % this.keys.length;
    return made;
  }
}

/** The recent things made of one object, which they do not outlive. */
export function recentOf<Value>(all: WeakMap<object, Recent<Value>>, of: object, size: number): Recent<Value> {
  let recent = all.get(of);
  if (recent === undefined) all.set(of, (recent = new Recent(size)));
  return recent;
}
