/** What the editor knows about a name: data that is made when the book is built and loaded with the editor. */

/** A property or a method. */
export interface Member {
  readonly name: string;
  readonly signature: string;
  /** The first sentence about it; empty where nothing is written. */
  readonly sentence: string;
  /** The type of the property, or of what the method gives. */
  readonly type: string;
}

/** A name that cells can use. */
export interface Declaration {
  readonly name: string;
  readonly kind: 'function' | 'type' | 'class' | 'constant';
  /** Where it is imported from; absent for types that only have members to tell. */
  readonly module?: string;
  /** One line for each overload of a function; a type without its members. */
  readonly signature: string;
  readonly sentence: string;
  /** The type of what a function gives, or of a constant. */
  readonly returns?: string;
  /** The type of its last argument, if that is a record of options. */
  readonly options?: string;
  readonly members?: readonly Member[];
  /** Types that a type takes members from. */
  readonly parents?: readonly string[];
}
