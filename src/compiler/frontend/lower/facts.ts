/** What a lowering learns by trying, which starts it over: facts are kept from one start to the next. */
import type { SecantError } from '../../../base/diagnostics.ts';
import type { Type } from '../../ir/ir.ts';
import type { Node, ParsedSource } from '../syntax/function-text.ts';
import type { Binding } from './scope.ts';

/** What was learnt by trying. Kept from one start to the next. */
export class Facts {
  readonly parsed = new Map<string, ParsedSource>();
  /** Functions that get a function of the IR of their own: those that call themselves, and those inlined too often. */
  readonly recursive = new Set<Node>();
  readonly boxed = new Set<Node>();
  /** Names (by `keyOf`) that a loop changes although its own text does not assign them. */
  readonly carried = new Map<Node, Set<string>>();
  readonly impureTests = new Set<Node>();
  readonly loopTypes = new Map<Node, Map<string, Type>>();
  readonly elementTypes = new Map<Node, Type>();
  /**
   * How an array that is read before anything is put into it is taken: at first as one of numbers. If that leads to
   * an error, what it holds is looked for in one start of its own, in which code that reads it is passed over.
   */
  emptyReads: 'numbers' | 'looked for' | 'found' = 'numbers';
  /** True if an empty array was taken as one of numbers. */
  tookEmptyAsNumbers = false;
  readonly resultTypes = new Map<string, Type>();
  /** Recursive functions that may give nothing, which calls before their end have to know. */
  readonly emptyResults = new Set<string>();
  /** Empty object literals whose keys are known only when the program runs. */
  readonly dictionaries = new Set<Node>();
  /** What stands for the classes of the text, in the order in which each class declaration is met. */
  readonly standIns = new Map<Node, object[]>();
  /** Functions with a derivative given by hand whose text could not be read: they are called as they are. */
  readonly unread = new Set<unknown>();
  /**
   * Fields that a step of a loop adds to an object after an earlier place of the loop has asked for them, and places that
   * ask which fields there are.
   */
  readonly late = new Set<string | Node>();
  /** Recursive functions whose result is being found from the branches that do not recurse. */
  readonly inferring = new Set<string>();
}

const declarationIds = new WeakMap<Node, number>();
/** Ids of declarations, equal for equal nodes whoever lowers them. */
let nextDeclarationId = 0;

/** What a name is called in facts: the same after every restart. */
export function keyOf(binding: Binding): string {
  return `${binding.name}#${idOfNode(binding.declaration)}`;
}

export function idOfNode(node: Node): number {
  let id = declarationIds.get(node);
  if (id === undefined) declarationIds.set(node, (id = nextDeclarationId++));
  return id;
}

/** Thrown when a fact was learnt: start over. */
export class Restart extends Error {}

/**
 * Thrown in a branch that cannot be followed: it needs what is being found (the result of a recursion, what an array
 * holds), or it fails for certain when it is run. The other branch tells what comes of it.
 */
export class Unknown extends Error {
  /** The fact that is being found. */
  readonly key: string;
  /** What to say if there is no other branch. */
  readonly otherwise: SecantError | undefined;

  constructor(key: string, otherwise?: SecantError) {
    super(`the result of ${key} is not known yet`);
    this.key = key;
    this.otherwise = otherwise;
  }
}
