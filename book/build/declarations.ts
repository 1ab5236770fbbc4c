/**
 * What the editor of a cell can say about Secant's names, read from the sources when the book is built: signatures and
 * the first sentence of each documentation, and the members of the types that they mention. In: the entry files of the
 * modules that cells can import. Out: plain data, a few kilobytes, in place of a TypeScript compiler in the page. Types
 * are not checked and not inferred here; what is written is what is shown.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseSync } from 'vite';
import type { Declaration, Member } from '../page/declarations.ts';

/** A node of the syntax tree, its fields not yet known. */
interface Tree {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

/** A declaration where it stands; several for the overloads of a function. */
interface Place {
  readonly source: Source;
  readonly nodes: readonly Tree[];
  /** Where the statement begins, which may be before the declaration: documentation stands in front of it. */
  readonly start: number;
}

/** One file, parsed. */
interface Source {
  readonly file: string;
  readonly text: string;
  readonly comments: readonly { readonly start: number; readonly end: number; readonly value: string }[];
  readonly declared: ReadonlyMap<string, Place>;
  /** Names from other files: where from, and what they are called there. */
  readonly imported: ReadonlyMap<string, { readonly from: string; readonly name: string }>;
  readonly exported: ReadonlyMap<string, { readonly from: string; readonly name: string }>;
  readonly everythingFrom: readonly string[];
}

/**
 * The table for some modules.
 *
 * @param modules from the name that cells import to the file with its exports
 * @throws Error for an export whose declaration cannot be found
 */
export function readDeclarations(modules: Readonly<Record<string, string>>): Declaration[] {
  const sources = new Map<string, Source>();
  const open = (file: string): Source => {
    const known = sources.get(file) ?? readSource(file);
    sources.set(file, known);
    return known;
  };
  const found = new Map<string, Declaration>();
  const mentioned: Place[] = [];
  for (const [module, file] of Object.entries(modules)) {
    for (const name of exportsOf(open(file), open)) {
      const place = lookUp(open(file), name, open, true);
      if (place === undefined) throw new Error(`${file}: no declaration of ${name} was found`);
      found.set(name, { ...declarationOf(name, place), module });
      mentioned.push(place);
    }
  }
  // Types that public ones mention have members that a reader meets.
  for (let next = mentioned.pop(); next !== undefined; next = mentioned.pop()) {
    for (const name of typeNamesIn(next)) {
      const place = found.has(name) ? undefined : lookUp(next.source, name, open, false);
      if (place === undefined) continue;
      found.set(name, declarationOf(name, place));
      mentioned.push(place);
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readSource(file: string): Source {
  const text = readFileSync(file, 'utf8');
  const { program, comments, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const declared = new Map<string, Place>();
  const imported = new Map<string, { from: string; name: string }>();
  const exported = new Map<string, { from: string; name: string }>();
  const everythingFrom: string[] = [];
  const source: Source = { file, text, comments, declared, imported, exported, everythingFrom };
  const fileOf = (specifier: unknown): string | undefined => {
    const path = String((specifier as { value?: unknown } | null)?.value ?? '');
    const to = join(dirname(file), path);
    return path.startsWith('.') && existsSync(to) ? to : undefined;
  };
  const declare = (node: Tree | null, start: number): void => {
    if (node === null) return;
    if (node.type === 'VariableDeclaration') {
      for (const one of node['declarations'] as Tree[])
        declared.set(nameOf(one['id']), { source, nodes: [one], start });
      return;
    }
    if (node['id'] === undefined || node['id'] === null) return;
    const name = nameOf(node['id']);
    const before = declared.get(name);
    // The body of an overloaded function is none of its signatures.
    if (before?.nodes[0]?.type === 'TSDeclareFunction' && node.type !== 'TSDeclareFunction') return;
    declared.set(name, { source, nodes: [...(before?.nodes ?? []), node], start: before?.start ?? start });
  };
  for (const statement of program.body as unknown as Tree[]) {
    const from = fileOf(statement['source']);
    if (statement.type === 'ImportDeclaration') {
      for (const one of statement['specifiers'] as Tree[])
        if (from !== undefined)
          imported.set(nameOf(one['local']), { from, name: nameOf(one['imported'] ?? one['local']) });
    } else if (statement.type === 'ExportAllDeclaration') {
      if (from !== undefined) everythingFrom.push(from);
    } else if (statement.type === 'ExportNamedDeclaration') {
      declare(statement['declaration'] as Tree | null, statement.start);
      for (const one of statement['specifiers'] as Tree[])
        exported.set(nameOf(one['exported']), { from: from ?? file, name: nameOf(one['local']) });
      const own = statement['declaration'] as Tree | null;
      const inner = own?.type === 'VariableDeclaration' ? (own['declarations'] as Tree[]) : own === null ? [] : [own];
      for (const one of inner) exported.set(nameOf(one['id']), { from: file, name: nameOf(one['id']) });
    } else declare(statement, statement.start);
  }
  return source;
}

function nameOf(node: unknown): string {
  const { name, value } = node as { name?: unknown; value?: unknown };
  return String(name ?? value);
}

function exportsOf(source: Source, open: (file: string) => Source): string[] {
  return [...source.exported.keys(), ...source.everythingFrom.flatMap((file) => exportsOf(open(file), open))];
}

/** Where a name is declared: an export, or with `exported` false any name that a file can see. */
function lookUp(source: Source, name: string, open: (file: string) => Source, exported: boolean): Place | undefined {
  if (!exported) {
    const own = source.declared.get(name);
    if (own !== undefined) return own;
  }
  const next = source.exported.get(name) ?? source.imported.get(name);
  if (next !== undefined) {
    if (next.from !== source.file) return lookUp(open(next.from), next.name, open, true);
    return source.declared.get(next.name) ?? lookUp(source, next.name, open, false);
  }
  for (const file of source.everythingFrom) {
    const found = lookUp(open(file), name, open, true);
    if (found !== undefined) return found;
  }
  return undefined;
}

function declarationOf(name: string, place: Place): Declaration {
  const [first] = place.nodes;
  if (first === undefined) throw new Error(`${name} is declared nowhere`);
  const sentence = sentenceBefore(place.source, place.start);
  const text = (node: unknown): string => textOf(place.source, node as Tree | null);
  if (/Function/.test(first.type)) {
    const signature = place.nodes.map((node) => `${name}${signatureOf(place.source, node)}`).join('\n');
    const returns = typeText(text(first['returnType']));
    const last = (first['params'] as Tree[]).at(-1);
    const options = last === undefined ? undefined : optionsIn(typeText(parameterType(place.source, last)));
    return { name, kind: 'function', signature, sentence, returns, ...(options === undefined ? {} : { options }) };
  }
  if (first.type === 'TSInterfaceDeclaration') {
    const members = membersOf(place.source, (first['body'] as Tree)['body'] as Tree[]);
    const parents = (first['extends'] as Tree[]).map((parent) => text(parent));
    const heritage = parents.length === 0 ? {} : { parents };
    return { name, kind: 'type', signature: `interface ${name}`, sentence, members, ...heritage };
  }
  if (first.type === 'TSTypeAliasDeclaration') {
    const right = first['typeAnnotation'] as Tree;
    const members = right.type === 'TSTypeLiteral' ? membersOf(place.source, right['members'] as Tree[]) : [];
    const signature = `type ${name}${text(first['typeParameters'])} = ${text(right).replace(/^\| /, '')}`;
    return { name, kind: 'type', signature, sentence, ...(members.length === 0 ? {} : { members }) };
  }
  if (first.type === 'ClassDeclaration') {
    const own = ((first['body'] as Tree)['body'] as Tree[]).filter((node) => node['accessibility'] !== 'private');
    const members = membersOf(place.source, own).filter((member) => member.name !== 'constructor');
    const parent = first['superClass'] === null ? '' : ` extends ${text(first['superClass'])}`;
    return { name, kind: 'class', signature: `class ${name}${parent}`, sentence, returns: name, members };
  }
  const annotation = (first['id'] as Tree | undefined)?.['typeAnnotation'] as Tree | null | undefined;
  const type = typeText(text(annotation));
  return { name, kind: 'constant', signature: `${name}: ${type}`, sentence, returns: type };
}

/** Properties and methods of a type or a class, as a reader sees them. */
function membersOf(source: Source, nodes: readonly Tree[]): Member[] {
  return nodes.flatMap((node): Member[] => {
    const key = node['key'] as Tree | undefined;
    if (key === undefined || node['computed'] === true || key.type === 'PrivateIdentifier') return [];
    const name = nameOf(key);
    const sentence = sentenceBefore(source, node.start);
    const call = /Method/.test(node.type) ? ((node['value'] as Tree | undefined) ?? node) : undefined;
    if (call !== undefined && node['kind'] !== 'get') {
      const signature = `${name}${signatureOf(source, call)}`;
      return [{ name, signature, sentence, type: typeText(textOf(source, call['returnType'] as Tree | null)) }];
    }
    const annotation = (call?.['returnType'] ?? node['typeAnnotation']) as Tree | null;
    const type = typeText(textOf(source, annotation)) || literalType(source, node);
    const signature = `${name}${node['optional'] === true ? '?' : ''}: ${type}`;
    return [{ name, signature, sentence, type }];
  });
}

function literalType(source: Source, node: Tree): string {
  return textOf(source, (node['value'] as Tree | null | undefined) ?? null) || 'unknown';
}

/** Type parameters, parameters and result of a function. */
function signatureOf(source: Source, node: Tree): string {
  const parameters = (node['params'] as Tree[]).map((parameter) => {
    const isPattern = parameter.type === 'AssignmentPattern';
    const left = isPattern ? (parameter['left'] as Tree) : parameter;
    const text = textOf(source, left);
    return isPattern ? text.replace(/^(\w+)\??/, '$1?') : text;
  });
  const result = textOf(source, node['returnType'] as Tree | null) || ': void';
  return `${textOf(source, node['typeParameters'] as Tree | null)}(${parameters.join(', ')})${result}`;
}

function parameterType(source: Source, parameter: Tree): string {
  const left = parameter.type === 'AssignmentPattern' ? (parameter['left'] as Tree) : parameter;
  return textOf(source, (left['typeAnnotation'] as Tree | null | undefined) ?? null);
}

/** The text of a node in one line. */
function textOf({ text }: Source, node: Tree | null): string {
  return node === null
    ? ''
    : text
        .slice(node.start, node.end)
        .replace(/\/\*[^]*?\*\/|\/\/.*$/gm, '')
        .replace(/\s+/g, ' ')
        .replace(/\breadonly (?=\w+\??:)/g, '')
        .replace(/,(?= [)>])/g, '');
}

function typeText(annotation: string): string {
  return annotation.replace(/^: /, '');
}

/** The name of a type whose fields are the options of a function: `GradientOptions & { … }` has those of the first. */
function optionsIn(type: string): string | undefined {
  return /^(\w*Options)\b/.exec(type)?.[1];
}

function typeNamesIn({ source, nodes }: Place): Set<string> {
  const names = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (typeof value !== 'object' || value === null) return;
    const node = value as Tree;
    if (node.type === 'BlockStatement') return;
    if (node.type === 'TSTypeReference') names.add(textOf(source, node['typeName'] as Tree));
    if (node.type === 'TSInterfaceHeritage') names.add(textOf(source, node['expression'] as Tree));
    Object.values(node).forEach(visit);
  };
  visit(nodes);
  return names;
}

/** The first sentence of the documentation that stands right before a place. */
function sentenceBefore(source: Source, start: number): string {
  const [prose = ''] = commentBefore(source, start)
    .split(/^\s*@|\n\s*\n/m)
    .filter((part) => part.trim() !== '');
  const line = prose.replace(/\s+/g, ' ').trim();
  return /^.*?\.(?= |$)/.exec(line)?.[0] ?? line;
}

/** The documentation that stands right before a place, without its stars; empty where there is none. */
function commentBefore({ text, comments }: Source, start: number): string {
  const comment = comments.find(
    ({ end, value }) => end <= start && value.startsWith('*') && text.slice(end, start).trim() === '',
  );
  if (comment === undefined) return '';
  return comment.value
    .replace(/^\*/, '')
    .replace(/^[ \t]*\* ?/gm, '')
    .replace(/\{@link ([\w.]+)\}/g, '$1');
}

/** A public name with all that is written about it, for the reference. */
export interface DocumentedName extends Declaration {
  /** The modules that export it, the first one first. */
  readonly modules: readonly string[];
  /** The whole documentation, its tags included. */
  readonly comment: string;
  /** The declaration as it is written, for types; empty for functions. */
  readonly text: string;
}

/**
 * Every public name of some modules with its documentation.
 *
 * @param modules from the name of a module to the file with its exports
 * @throws Error for an export whose declaration cannot be found
 */
export function readDocumentation(modules: Readonly<Record<string, string>>): DocumentedName[] {
  const sources = new Map<string, Source>();
  const open = (file: string): Source => {
    const known = sources.get(file) ?? readSource(file);
    sources.set(file, known);
    return known;
  };
  const found = new Map<string, DocumentedName>();
  for (const [module, file] of Object.entries(modules)) {
    for (const name of exportsOf(open(file), open)) {
      const place = lookUp(open(file), name, open, true);
      if (place === undefined) throw new Error(`${file}: no declaration of ${name} was found`);
      const declaration = declarationOf(name, place);
      const key = `${place.source.file} ${place.start}`;
      const before = found.get(key);
      found.set(key, {
        ...declaration,
        module: before?.module ?? module,
        modules: [...(before?.modules ?? []), module],
        comment: commentBefore(place.source, place.start),
        text: declaration.kind === 'type' ? writtenText(place) : '',
      });
    }
  }
  return [...found.values()];
}

/** A type as it is written, with the comments on its members. */
function writtenText({ source, nodes }: Place): string {
  return nodes.map(({ start, end }) => source.text.slice(start, end)).join('\n');
}
