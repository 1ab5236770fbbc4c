/**
 * Random programs of one number with what a compiler has trouble with: classes with getters and inheritance, maps and
 * dictionaries, exceptions, generators, closures, patterns, typed arrays. Written as text, so that a failure can be read.
 */
import { Choices, choicesFromSeed } from './choices.ts';

/** The text of a program, the same for the same seed everywhere. */
export function writeTracedProgram(seed: number): string {
  return new Writer(new Choices(choicesFromSeed(seed, 400))).program();
}

class Writer {
  private readonly choices: Choices;
  private names = 0;

  constructor(choices: Choices) {
    this.choices = choices;
  }

  program(): string {
    const count = 3 + this.choices.below(5);
    const statements = Array.from({ length: count }, () => this.statement(['w', 's']));
    return `(w) => {
  class V {
    #turns = 0;
    constructor(x, y) { this.x = x; this.y = y; }
    get size() { return Math.sqrt(1 + this.x * this.x + this.y * this.y); }
    plus(o) { return new this.constructor(this.x + o.x, this.y - o.y); }
    turn(a) { this.#turns += a; [this.x, this.y] = [this.y, -this.x]; return this; }
    get turns() { return this.#turns; }
  }
  class U extends V {
    static of(x) { return new U(x, x * x); }
    get size() { return super.size / 2; }
  }
  const m = new Map();
  const d = {};
  let s = w;
  ${statements.join('\n  ')}
  return s;
}`;
  }

  private name(): string {
    return `v${this.names++}`;
  }

  private constant(): string {
    return `${(this.choices.below(300) + 1) / 100}`;
  }

  /** A number of moderate size that has a derivative everywhere. */
  private number(from: readonly string[], depth = 2): string {
    if (depth === 0 || this.choices.once(4)) return this.choices.once(3) ? this.constant() : this.choices.of(from);
    const inner = (): string => this.number(from, depth - 1);
    switch (this.choices.below(8)) {
      case 0:
        return `(${inner()} + ${inner()})`;
      case 1:
        return `(${inner()} - ${inner()})`;
      case 2:
        return `(${inner()} * Math.cos(${inner()}))`;
      case 3:
        return `Math.sin(${inner()})`;
      case 4:
        return `Math.atan(${inner()})`;
      case 5:
        return `(${inner()} / (2 + Math.sin(${inner()})))`;
      case 6:
        return `Math.tanh(-${inner()})`;
      default:
        return `Math.sqrt(1 + ${inner()} ** 2)`;
    }
  }

  private condition(from: readonly string[]): string {
    return `${this.number(from)} ${this.choices.of(['<', '>', '<=', '>='])} ${this.constant()}`;
  }

  private key(): string {
    return this.choices.of(["'a'", "'b'", '`k${1 + 1}`', '7']);
  }

  private statement(from: readonly string[], depth = 1): string {
    const one = (): string => this.number(from);
    const name = this.name();
    const inner = (): string => (depth > 0 ? this.statement(from, depth - 1) : `s = ${one()};`);
    switch (this.choices.below(15)) {
      case 0:
        return `s = ${one()};`;
      case 1:
        return `const ${name} = new V(${one()}, s).plus(U.of(${one()})); s += ${name}.size - ${name}.y;`;
      case 2:
        return `const ${name} = U.of(${one()}).turn(${one()}); s = ${name}.x * 0.1 + ${name}.turns + ${name}.size;`;
      case 3: {
        const key = this.key();
        return `m.set(${key}, ${one()}); s += m.get(${this.key()}) ?? ${one()}; if (m.has(${key})) s *= 0.5;`;
      }
      case 4:
        return `d[${this.key()}] = ${one()}; for (const k in d) s += d[k] * 0.25;`;
      case 5:
        return `for (let k = 0; k < ${1 + this.choices.below(4)}; k++) { s = s * 0.5 + ${this.number([...from, 'k'])}; ${inner()} }`;
      case 6:
        return `try { if (${this.condition(from)}) throw new RangeError('far'); s = ${one()}; ${inner()} } catch (e) { s -= ${one()} * e.message.length; } finally { s += ${one()}; }`;
      case 7:
        return `try { throw { value: ${one()} }; } catch ({ value = 1 }) { s = value - s; }`;
      case 8:
        return `if (${this.condition(from)}) { ${inner()} } else { ${inner()} }`;
      case 9:
        return `function* g${name}() { let x = ${one()}; for (let k = 0; k < 3; k++) yield (x = x * 0.5 + k); } for (const x of g${name}()) s += x;`;
      case 10:
        return `const f${name} = ((n) => (by) => { n -= by; return n; })(${one()}); f${name}(${one()}); s = f${name}(s);`;
      case 11: {
        const [a, b] = [this.name(), this.name()];
        return `const ${name} = new Float64Array(3); ${name}[0] = ${one()}; ${name}[1] = s; const [${a} = 1, ...${b}] = ${name}; for (const x of ${name}) s += x * 0.5; s += ${a} - ${b}[0];`;
      }
      case 12: {
        const [key, other] = [this.key(), this.key()];
        return `const ${name} = { [${key}]: ${one()}, ...Float64Array.of(${one()}, s) }; s = ${name}[0] - ((${other} in ${name}) ? ${name}[${key}] : ${one()});`;
      }
      case 13:
        return `s = ((m.get('a') && ${one()}) || ${one()}) - s; const { 0: ${name} } = Float64Array.of(s); s += ${name} * 0.5; if (s) s *= 0.5;`;
      default:
        return `const ${name} = [${one()}, ${one()}, s].map((x, k) => x * (k + 1)).sort((a, b) => a - b); s = ${name}[0] - ${name}[2] + ${name}.reduce((a, b) => a + b, 0) * 0.1;`;
    }
  }
}
