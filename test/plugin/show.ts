/** The plugin's output, without second bodies, as people read it: `@(function | names it captures | its own name)`. */
import { transformModule } from '../../src/tools/plugin/transform.ts';

const facts = /, "(?:[^"\\]|\\.)*", \d+, \d+, (undefined|\(\) => \(\{ .*? \} \}\))(?:, ("(?:[^"\\]|\\.)*"))?/g;

function shortened(_all: string, scope: string, name?: string): string {
  const names = [...scope.matchAll(/get ([\p{ID_Continue}$]+)\(\)/gu)].map(([, captured]) => captured);
  return ` | ${names.join(' ') || '-'}${name === undefined ? '' : ` | ${JSON.parse(name)}`}`;
}

/** The transformed text in the short form and without the helpers; undefined where nothing changes. */
export function show(code: string, id = 'app.js'): string | undefined {
  const transformed = transformModule(code, id, { traced: false })?.code;
  return transformed
    ?.replace(/\nfunction __secantScope[^]*$/, '')
    .replace(facts, shortened)
    .replace(/\[("[^"]*") \|/g, '[$1 |')
    .replaceAll('/*#__PURE__*/ __secantScope(', '@(')
    .replaceAll('/*#__PURE__*/ __secantMethods(', '@methods(')
    .replace(/__secantScope\((\w+) \|/g, '@($1 |');
}
