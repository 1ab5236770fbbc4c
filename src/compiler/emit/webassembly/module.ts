/**
 * A WebAssembly module as data, its bytes and its text. In: functions whose code is a list of steps, imports, one memory
 * with constants in it. Out: what `new WebAssembly.Module` takes, and the same in the text format for people.
 */
import { internalError } from '../../../base/diagnostics.ts';
import { type Op, type Opcode, opcodes } from './opcodes.ts';

export type ValueType = 'i32' | 'i64' | 'f64' | 'v128';

/** One instruction: its name and what follows it. */
export type Step = readonly [op: Op, ...immediates: (number | bigint | ValueType | undefined)[]];
export type Code = readonly Step[];

export interface Signature {
  readonly parameters: readonly ValueType[];
  readonly results: readonly ValueType[];
}

/** A function that the module is given. */
export interface ImportedFunction extends Signature {
  readonly name: string;
}

export interface ModuleFunction extends Signature {
  readonly name: string;
  /** Types and names of the locals, the parameters first. */
  readonly locals: readonly { readonly type: ValueType; readonly name: string }[];
  readonly code: Code;
  /** Whether it can be called from outside, under its name. */
  readonly exported?: boolean;
}

export interface ModuleGlobal {
  readonly name: string;
  readonly initial: number;
}

export interface WasmModule {
  readonly imports: readonly ImportedFunction[];
  readonly functions: readonly ModuleFunction[];
  /** Variables of type i32. */
  readonly globals: readonly ModuleGlobal[];
  /** What stands in memory before anything runs, from `at` on. */
  readonly data: { readonly at: number; readonly bytes: Uint8Array };
  /** Pages of 64 KiB. */
  readonly pages: number;
}

// ── Bytes ───────────────────────────────────────────────────────────────────────────────────────────────

const typeBytes: Record<ValueType, number> = { i32: 0x7f, i64: 0x7e, f64: 0x7c, v128: 0x7b };
const noResult = 0x40;

/** Signed or unsigned LEB128: seven bits a byte, the low ones first. */
export function leb128(value: number | bigint, signed: boolean): number[] {
  let rest = BigInt(value);
  const bytes: number[] = [];
  for (;;) {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    const isLast = signed ? (rest === 0n && low < 64) || (rest === -1n && low >= 64) : rest === 0n;
    bytes.push(isLast ? low : low | 0x80);
    if (isLast) return bytes;
  }
}

const unsigned = (value: number): number[] => leb128(value, false);

function vector(parts: readonly (readonly number[])[]): number[] {
  return [...unsigned(parts.length), ...parts.flat()];
}

function nameBytes(name: string): number[] {
  // Names of modules are of letters, digits and points.
  const bytes = Array.from(name, (letter) => letter.charCodeAt(0));
  return [...unsigned(bytes.length), ...bytes];
}

/** Appended piece by piece: a spread of a long list as arguments would fill the stack. */
class Bytes {
  readonly list: number[] = [];

  add(bytes: Iterable<number>): this {
    for (const byte of bytes) this.list.push(byte);
    return this;
  }

  section(id: number, content: readonly number[]): this {
    return content.length === 0 ? this : this.add([id]).add(unsigned(content.length)).add(content);
  }
}

function stepBytes([op, ...immediates]: Step): number[] {
  const { prefix, code, immediate, align = 0 }: Opcode = opcodes[op];
  const head = prefix === undefined ? [code] : [prefix, ...unsigned(code)];
  const [first] = immediates;
  switch (immediate) {
    case 'none':
      return head;
    case 'block':
      return [...head, first === undefined ? noResult : typeBytes[first as ValueType]];
    case 'place':
      return [...head, ...unsigned(align), ...unsigned(Number(first ?? 0))];
    case 'i32':
    case 'i64':
      return [...head, ...leb128(first as number | bigint, true)];
    case 'f64':
      return [...head, ...new Uint8Array(Float64Array.of(first as number).buffer)];
    case 'memory':
      return [...head, 0];
    case 'memories':
      return [...head, 0, 0];
    case 'local':
    case 'label':
    case 'function':
    case 'global':
    case 'lane':
      return [...head, ...unsigned(Number(first))];
  }
}

/** The binary form. */
export function moduleBytes(module: WasmModule): Uint8Array<ArrayBuffer> {
  const types: string[] = [];
  const typeOf = ({ parameters, results }: Signature): number => {
    const bytes = [0x60, ...vector(parameters.map((type) => [typeBytes[type]])), ...vector(results.map((type) => [typeBytes[type]]))]; // prettier-ignore
    const key = bytes.join();
    const known = types.indexOf(key);
    return known >= 0 ? known : types.push(key) - 1;
  };
  const imports = module.imports.map((each) => [...nameBytes('host'), ...nameBytes(each.name), 0, ...unsigned(typeOf(each))]); // prettier-ignore
  const declared = module.functions.map((fn) => unsigned(typeOf(fn)));
  const bodies = module.functions.map((fn) => {
    const locals = fn.locals.slice(fn.parameters.length).map(({ type }) => [1, typeBytes[type]]);
    const body = new Bytes().add(vector(locals));
    for (const step of fn.code) body.add(stepBytes(step));
    body.add([0x0b]);
    return new Bytes().add(unsigned(body.list.length)).add(body.list).list;
  });
  const exported = module.functions.flatMap((fn, k) =>
    fn.exported === true ? [[...nameBytes(fn.name), 0, ...unsigned(module.imports.length + k)]] : [],
  );
  const code = new Bytes().add(unsigned(bodies.length));
  for (const body of bodies) code.add(body);
  const data = new Bytes().add([1, 0, 0x41, ...leb128(module.data.at, true), 0x0b, ...unsigned(module.data.bytes.length)]); // prettier-ignore
  const list = new Bytes()
    .add([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0])
    .section(1, vector(types.map((key) => key.split(',').map(Number))))
    .section(2, imports.length === 0 ? [] : vector(imports))
    .section(3, vector(declared))
    .section(5, [1, 0, ...unsigned(module.pages)])
    .section(
      6,
      module.globals.length === 0
        ? []
        : vector(module.globals.map(({ initial }) => [0x7f, 1, 0x41, ...leb128(initial, true), 0x0b])),
    ) // prettier-ignore
    .section(7, vector([[...nameBytes('memory'), 2, 0], ...exported]))
    .section(10, code.list)
    .section(11, data.add(module.data.bytes).list).list;
  return Uint8Array.from(list);
}

// ── Text ────────────────────────────────────────────────────────────────────────────────────────────────

/** The text form of one function or of all. */
export function moduleText(module: WasmModule): string {
  const names = [...module.imports, ...module.functions].map(({ name }) => name);
  const lines = module.imports.map((each) => `  (import "host" "${each.name}" (func $${each.name}${signatureText(each)}))`); // prettier-ignore
  lines.push(`  (memory (export "memory") ${module.pages})`);
  for (const { name, initial } of module.globals) lines.push(`  (global $${name} (mut i32) (i32.const ${initial}))`);
  for (const fn of module.functions) lines.push(...functionLines(fn, names, module.globals));
  return `(module\n${lines.join('\n')}\n)\n`;
}

function signatureText({ parameters, results }: Signature): string {
  const part = (word: string, types: readonly ValueType[]): string => (types.length === 0 ? '' : ` (${word} ${types.join(' ')})`); // prettier-ignore
  return part('param', parameters) + part('result', results);
}

function functionLines(fn: ModuleFunction, functions: readonly string[], globals: readonly ModuleGlobal[]): string[] {
  const local = (k: number): string => `$${fn.locals[k]!.name}.${k}`;
  const named = fn.parameters.map((type, k) => ` (param ${local(k)} ${type})`).join('');
  const head = `  (func $${fn.name}${fn.exported === true ? ` (export "${fn.name}")` : ''}${named}${signatureText({ parameters: [], results: fn.results })}`;
  const lines = [head];
  const locals = fn.locals.map(({ type }, k) => `(local ${local(k)} ${type})`).slice(fn.parameters.length);
  for (let k = 0; k < locals.length; k += 4) lines.push(`    ${locals.slice(k, k + 4).join(' ')}`);
  let depth = 2;
  for (const [op, ...immediates] of fn.code) {
    if (op === 'end' || op === 'else') depth--;
    if (depth < 2) internalError('an end without a beginning', fn.name);
    const [first] = immediates;
    const { immediate }: Opcode = opcodes[op];
    const said =
      immediate === 'local'
        ? ` ${local(Number(first))}`
        : immediate === 'function'
          ? ` $${functions[Number(first)]}`
          : immediate === 'global'
            ? ` $${globals[Number(first)]!.name}`
            : immediate === 'place'
              ? first === undefined || first === 0
                ? ''
                : ` offset=${Number(first)}`
              : immediate === 'block'
                ? first === undefined
                  ? ''
                  : ` (result ${String(first)})`
                : immediate === 'f64'
                  ? ` ${numberText(first as number)}`
                  : first === undefined
                    ? ''
                    : ` ${String(first)}`;
    lines.push(`${'  '.repeat(depth)}${op}${said}`);
    if (op === 'block' || op === 'loop' || op === 'if' || op === 'else') depth++;
  }
  lines.push('  )');
  return lines;
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return Object.is(value, -0) ? '-0' : String(value);
}
