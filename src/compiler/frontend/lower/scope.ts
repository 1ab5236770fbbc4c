/** Names and what they hold while a program is lowered. */
import type { FunctionIr, Value } from '../../ir/ir.ts';
import { emptyBlock } from '../../rules/builder.ts';
import type { Abstract } from './abstract.ts';
import type { Node } from '../syntax/function-text.ts';

/** A declared name. `current` is what it holds at the point the lowering has reached. */
export interface Binding {
  readonly name: string;
  readonly constant: boolean;
  /** The declaration, by which facts about the name survive a restart. */
  readonly declaration: Node;
  /** The function of the IR whose values `current` is made of. */
  readonly frame: Frame;
  /** Undefined before the declaration has run. */
  current: Abstract | undefined;
  /** Held in a record in memory, because a recursive function assigns it. `current` is then the record. */
  readonly boxed: boolean;
  /** Set once what declared the name is over and the name can still be met: a step of a loop, a case of a `switch`. */
  over?: 'step' | 'case';
}

export class Scope {
  parent: Scope | undefined;
  /** What stands for the class whose methods are read in this scope: `super` begins above it. */
  home: object | undefined;
  private readonly bindings = new Map<string, Binding>();

  constructor(parent?: Scope) {
    this.parent = parent;
  }

  lookup(name: string): Binding | undefined {
    return this.bindings.get(name) ?? this.parent?.lookup(name);
  }

  /** What stands for the class around. */
  homeAround(): object | undefined {
    return this.home ?? this.parent?.homeAround();
  }

  own(name: string): Binding | undefined {
    return this.bindings.get(name);
  }

  owned(): readonly Binding[] {
    return [...this.bindings.values()];
  }

  add(binding: Binding): void {
    this.bindings.set(binding.name, binding);
  }
}

/** What a recursive function took from around it: the name, and the parameters that carry it in. */
export interface Capture {
  readonly binding: Binding;
  readonly parameters: Value[];
  readonly abstract: Abstract;
}

/** A function of the IR under construction. Ordinary calls are inlined and open no frame. */
export class Frame {
  readonly fn: FunctionIr;
  readonly parent: Frame | undefined;
  readonly captures: Capture[] = [];
  /** Names around it that it was built on as they stood, because a constant, a function or nothing needs no parameter. */
  readonly builtOn = new Map<Binding, Abstract>();

  constructor(name: string, parent?: Frame) {
    this.fn = { name, parameters: [], body: emptyBlock() };
    this.parent = parent;
  }
}

/** A running call (inlined or not): where its `return` goes. */
export interface Activation {
  readonly returned: Binding;
  readonly result: Binding;
  readonly node: Node;
  readonly loops: LoopTarget[];
}

/** A loop, switch or labelled block: where `break` and `continue` go. */
export interface LoopTarget {
  readonly labels: readonly string[];
  readonly breakable: 'plain' | 'labelled';
  readonly continues: boolean;
  readonly broken: Binding;
  /** Renewed for each step of a loop. */
  continued: Binding;
}
