/**
 * Arguments whose shape is not known yet and is found from what the program reads. `row.x1` makes `x1` a field, `p.w[0]`
 * makes `w` an array, `row.kind === 'new'` makes `kind` a string; what nothing else is known of is a number.
 *
 * In: nothing but a name. Out: a type for the front end, which asks for fields as it meets them. When a part turns out to
 * be something else than a number, its place is filled anew and the front end starts again, as it does for other facts
 * that it learns on the way. Guaranteed: a program is only ever lowered for one shape in the end; a question that no
 * reading can answer (which fields are there, how long an array is) is an error with a way out.
 */
import { SecantError } from '../../base/diagnostics.ts';
import type { ArrayType, Type } from './ir.ts';

/** Where an open part hangs, so that it can be replaced. */
interface Place {
  readonly path: string;
  replace(type: Type): void;
}

const places = new WeakMap<Type, Place>();

/** What an open part can turn out to be. */
export type Discovered = 'array' | 'record' | 'string' | 'boolean';

/** Fields that come into being when they are asked for. */
class OpenFields extends Map<string, Type> {
  private readonly path: string;

  constructor(path: string) {
    super();
    this.path = path;
  }

  override get(field: string): Type {
    const known = super.get(field);
    if (known !== undefined) return known;
    const made = openNumber(`${this.path}.${field}`, (type) => void this.set(field, type));
    this.set(field, made);
    return made;
  }

  /** @throws SecantError S201: the list of all fields is what an open record does not know. */
  override keys(): MapIterator<string> {
    throw new SecantError('S201', `the program runs over all fields of \`${this.path}\`, and they are not known here`, {
      hint: 'name the fields, or give an example: { sample } for the row, the parameters for the rest',
    });
  }
}

function openNumber(path: string, replace: Place['replace']): Type {
  const type: Type = { kind: 'number' };
  places.set(type, { path, replace });
  return type;
}

/** An argument of unknown shape; `type` changes as more is learnt. */
export class OpenShape {
  type: Type;

  constructor(name: string) {
    this.type = openNumber(name, (type) => {
      this.type = type;
    });
  }
}

/** True for parts of an argument whose shape is being found, numbers as well as what holds them. */
export function isOpen(type: Type): boolean {
  if (type.kind === 'struct') return type.fields instanceof OpenFields;
  return type.kind === 'array' ? isOpen(type.element) : places.has(type);
}

/** Makes an open number what it turned out to be; false if the type is no such number. */
export function discover(type: Type, as: Discovered): boolean {
  const place = type.kind === 'number' ? places.get(type) : undefined;
  if (place === undefined) return false;
  place.replace(discovered(place, as));
  return true;
}

function discovered({ path, replace }: Place, as: Discovered): Type {
  switch (as) {
    case 'record':
      return { kind: 'struct', fields: new OpenFields(path), tuple: false };
    case 'array': {
      const array: ArrayType = {
        kind: 'array',
        element: openNumber(`${path}[]`, (type) => {
          array.element = type;
        }),
        storage: 'list',
      };
      return array;
    }
    default: {
      const type: Type = { kind: as };
      places.set(type, { path, replace });
      return type;
    }
  }
}
