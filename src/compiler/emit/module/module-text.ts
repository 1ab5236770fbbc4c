/**
 * A module that needs nothing: JavaScript text with the functions of a program, for workers, edge functions and engines
 * that run JavaScript inside a query. In: emitted functions under the names they are exported by. Out: the text of an ES
 * module, or the statement that makes one of them a function of BigQuery or Snowflake. Guaranteed: no import, no global
 * but the language's own; everything that emitted code is given elsewhere stands in the text.
 */
import { SecantError } from '../../../base/diagnostics.ts';
import { helperFunctions } from '../../rules/index.ts';

/** An emitted function: its text, whose last function is the one to call. */
export interface EmittedPart {
  readonly name: string;
  readonly code: string;
}

/** What emitted code relies on. */
const helpers = `const kink = { hit: false };
const raise = (message) => new Error(String(message));
const grown = (tape) => { const longer = new Float64Array(tape ? 2 * tape.length : 256); if (tape) longer.set(tape); return longer; };
const zeros = (x) => {
  if (typeof x === 'number') return 0;
  if (ArrayBuffer.isView(x)) return new Float64Array(x.length);
  if (Array.isArray(x)) return x.map(zeros);
  return Object.fromEntries(Object.entries(x).map(([field, inner]) => [field, zeros(inner)]));
};
const copy = (x) => {
  if (typeof x !== 'object' || x === null) return x;
  if (ArrayBuffer.isView(x)) return x.slice();
  if (Array.isArray(x)) return x.map(copy);
  return Object.fromEntries(Object.entries(x).map(([field, inner]) => [field, copy(inner)]));
};`;

/** What emitted code may be given, by name. */
const definitions: ReadonlyMap<string, string> = new Map([
  ...helpers.split(/\n(?=const )/).map((text) => [text.slice('const '.length, text.indexOf(' =')), text] as const),
  ...Array.from(helperFunctions, ([name, value]) => [name, `const ${name} = ${String(value)};`] as const),
]);

/** Names that a module may define for itself. */
export const definedNames: readonly string[] = [...definitions.keys()];

/** The helpers that a text names, with what these need themselves. */
function neededHelpers(text: string): string {
  return Array.from(definitions, ([name, definition]) => (new RegExp(`\\b${name}\\b`).test(text) ? [definition] : []))
    .flat()
    .join('\n');
}

/** The parts and what is exported, as a text without exports: functions `value`, `grad` … can be called behind it. */
export function moduleBody(parts: readonly EmittedPart[], exported: string): string {
  const functions = parts.map(({ name, code }) => {
    const entry = [...code.matchAll(/^function ([\p{L}_$][\p{L}\d_$]*)\(/gmu)].at(-1)?.[1];
    const inner = code.replaceAll(/^(?=.)/gm, '  ');
    return `const ${name} = (() => {\n${inner}\n  return ${String(entry)};\n})();`;
  });
  const rest = [...functions, exported].join('\n\n');
  return [neededHelpers(rest), rest].filter(Boolean).join('\n\n');
}

/** Engines that run JavaScript inside a query. */
export type UdfDialect = 'bigquery' | 'snowflake';

/** A parameter or result of a function inside a query. */
export type UdfType = 'number' | 'array' | 'object';

const types: Readonly<Record<UdfDialect, Readonly<Record<UdfType, string>>>> = {
  bigquery: { number: 'FLOAT64', array: 'ARRAY<FLOAT64>', object: 'JSON' },
  snowflake: { number: 'FLOAT', array: 'ARRAY', object: 'OBJECT' },
};

export interface UdfOptions {
  readonly dialect: UdfDialect;
  /** The name of the function, letters, digits and `_`. */
  readonly name: string;
  readonly parameters: readonly { readonly name: string; readonly type: UdfType }[];
  readonly returns: UdfType;
  /** JavaScript behind which `call` can be evaluated. */
  readonly body: string;
  readonly call: (parameters: readonly string[]) => string;
}

/**
 * The statement that makes the function.
 *
 * @throws SecantError S601 for a name that is none, or text that would end the quotes around it
 */
export function udfStatement({ dialect, name, parameters, returns, body, call }: UdfOptions): string {
  for (const word of [name, ...parameters.map((parameter) => parameter.name)]) {
    if (!/^[A-Za-z_]\w*$/.test(word)) {
      throw new SecantError('S601', `${JSON.stringify(word)} is no name of a function in a query`, {
        hint: 'use letters, digits and _',
      });
    }
  }
  const quote = dialect === 'bigquery' ? '"""' : '$$';
  if (body.includes(quote)) {
    throw new SecantError('S601', `the code contains ${quote}, which would end it inside the statement`, {
      hint: 'leave that text out of the function',
    });
  }
  const list = parameters.map((parameter) => `${parameter.name} ${types[dialect][parameter.type]}`).join(', ');
  // Snowflake gives the parameters in capitals.
  const names = parameters.map((parameter) =>
    dialect === 'snowflake' ? parameter.name.toUpperCase() : parameter.name,
  );
  const result = types[dialect][returns];
  const code = `${body}\nreturn ${call(names)};`;
  return dialect === 'bigquery'
    ? `CREATE TEMP FUNCTION ${name}(${list})\nRETURNS ${result}\nLANGUAGE js\nAS r"""\n${code}\n""";\n`
    : `CREATE OR REPLACE FUNCTION ${name}(${list})\nRETURNS ${result}\nLANGUAGE JAVASCRIPT\nAS $$\n${code}\n$$;\n`;
}
