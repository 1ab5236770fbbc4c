/**
 * Where the values of a function are kept, and code that brings them onto the stack. Numbers are f64, or i64 where
 * `whole-numbers.ts` says so; truth values are i32; an array is an address and a length.
 */
import { internalError } from '../../../base/diagnostics.ts';
import type { Type, Value } from '../../ir/ir.ts';
import { FunctionWriter } from './lanes.ts';
import type { Code, ValueType } from './module.ts';
import { refuse } from './refused.ts';
import type { WholeNumbers } from './whole-numbers.ts';

/** Where a value is kept. */
export type Place =
  | { readonly kind: 'number' | 'whole' | 'truth'; readonly local: number }
  | { readonly kind: 'array'; readonly address: number; readonly length: number };

export type ArrayPlace = Extract<Place, { kind: 'array' }>;

/** The types of a value's locals. */
export function localsOf({ kind, ...type }: Type): readonly ValueType[] {
  switch (kind) {
    case 'number':
      return ['f64'];
    case 'boolean':
      return ['i32'];
    case 'array':
      checkArray({ kind, ...type } as Type);
      return ['i32', 'i64'];
    case 'struct':
      return refuse('it holds records');
    case 'string':
      return refuse('it holds texts');
    case 'function':
      return refuse('it chooses among functions');
    case 'unknown':
      return refuse('an argument is not there');
  }
}

/** Only arrays of doubles, and arrays of these, lie in memory as they are. */
export function checkArray(type: Type): void {
  if (type.kind !== 'array') return;
  if (type.storage !== 'list' && type.storage !== 'Float64Array') refuse(`it holds a ${type.storage}`);
  if (type.element.kind === 'array') checkArray(type.element);
  else if (type.element.kind !== 'number') refuse('it holds an array of something else than numbers');
}

/** The places of one function. */
export class Places {
  readonly w = new FunctionWriter();
  readonly places = new Map<Value, Place>();
  readonly whole: WholeNumbers;

  constructor(whole: WholeNumbers) {
    this.whole = whole;
  }

  typesGiven(value: Value): readonly ValueType[] {
    const { constant } = value;
    if (constant === undefined) return localsOf(value.type);
    if (typeof constant.value === 'number') return ['f64'];
    return typeof constant.value === 'boolean' ? ['i32'] : refuse('it gives something else than numbers');
  }

  newPlace(value: Value, number: 'number' | 'whole'): Place {
    const { w } = this;
    const name = value.name ?? 't';
    const types = localsOf(value.type);
    if (types.length === 2) return { kind: 'array', address: w.local('i32', name), length: w.local('i64', `${name}_length`) }; // prettier-ignore
    if (types[0] === 'i32') return { kind: 'truth', local: w.local('i32', name) };
    return { kind: number, local: w.local(number === 'whole' ? 'i64' : 'f64', name) };
  }

  /** A place for a value that is defined now. */
  define(value: Value): Place {
    const place = this.newPlace(value, this.whole.isWhole(value) ? 'whole' : 'number');
    this.places.set(value, place);
    return place;
  }

  placeOf(value: Value): Place {
    return this.places.get(value) ?? internalError('a value without a place', value.name ?? value.id);
  }

  /** A number as f64. */
  number(value: Value): Code {
    if (value.constant !== undefined) {
      const known = value.constant.value;
      if (typeof known === 'number') return [['f64.const', known]];
      if (typeof known === 'boolean') return [['f64.const', Number(known)]];
      return refuse('it computes with what is not there');
    }
    const place = this.placeOf(value);
    switch (place.kind) {
      case 'number':
        return [['local.get', place.local]];
      case 'whole':
        return [['local.get', place.local], ['f64.convert_i64_s']];
      case 'truth':
        return [['local.get', place.local], ['f64.convert_i32_s']];
      case 'array':
        return refuse('it computes with an array');
    }
  }

  /** A number as i64; what is no whole number ends the run. */
  integer(value: Value): Code {
    const known = value.constant?.value;
    if (typeof known === 'number' && Number.isInteger(known) && Math.abs(known) < 2 ** 52)
      return [['i64.const', known]];
    if (value.constant === undefined) {
      const place = this.placeOf(value);
      if (place.kind === 'whole') return [['local.get', place.local]];
    }
    const { w } = this;
    const converted = w.local('i64', 'converted');
    w.put(...this.number(value), ['i64.trunc_sat_f64_s'], ['local.tee', converted], ['f64.convert_i64_s']);
    w.put(...this.number(value), ['f64.ne'], ['if', undefined], ['unreachable'], ['end']);
    return [['local.get', converted]];
  }

  /** Whether a value is true, as i32. */
  truth(value: Value): Code {
    if (value.constant !== undefined) return [['i32.const', value.constant.value ? 1 : 0]];
    const place = this.placeOf(value);
    if (place.kind === 'truth') return [['local.get', place.local]];
    if (place.kind === 'array') return [['i32.const', 1]];
    const number = this.number(value);
    // Neither 0 nor NaN.
    return [...number, ['f64.abs'], ['f64.const', 0], ['f64.gt']];
  }

  /** A value as it is handed to a call or given as a result. */
  whatever(value: Value): Code {
    const types = this.typesGiven(value);
    if (types.length === 2) {
      const { address, length } = this.arrayOf(value);
      return [
        ['local.get', address],
        ['local.get', length],
      ];
    }
    return types[0] === 'i32' ? this.truth(value) : this.number(value);
  }

  arrayOf(value: Value): Extract<Place, { kind: 'array' }> {
    const place = value.constant === undefined ? this.placeOf(value) : undefined;
    return place?.kind === 'array' ? place : refuse('it reads from what may not be there');
  }

  /** What a place needs of a value, on the stack; `store` takes it from there. */
  fetch(value: Value, place: Place): Code {
    switch (place.kind) {
      case 'number':
        return this.number(value);
      case 'whole':
        return this.integer(value);
      case 'truth':
        return value.type.kind === 'number' ? refuse('it mixes numbers and truth values') : this.truth(value);
      case 'array':
        return this.whatever(value);
    }
  }

  storeInto(place: Place): void {
    if (place.kind === 'array') this.w.put(['local.set', place.length], ['local.set', place.address]);
    else this.w.put(['local.set', place.local]);
  }

  /** Assigns several values at once: all are read before any is written. */
  assignAll(values: readonly Value[], places: readonly Place[]): void {
    values.forEach((value, k) => this.w.putAll(this.fetch(value, places[k]!)));
    for (let k = places.length - 1; k >= 0; k--) this.storeInto(places[k]!);
  }

  leaveIf(code: Code): void {
    this.w.putAll(code);
    this.w.put(['if', undefined], ['unreachable'], ['end']);
  }
}
