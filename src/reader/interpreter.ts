/** Brings the interpreter to the compiler, for pages that forbid `new Function`. */
import { provideInterpreter } from '../api/interpreter.ts';
import { createPlainMachine, interpret } from '../interpret/interpret.ts';

provideInterpreter((fn, kink) => {
  const machine = createPlainMachine(kink);
  return (args) => interpret(fn, args, machine);
});
