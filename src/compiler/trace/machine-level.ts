/**
 * A run on the numbers of one of the interpreter's machines: germs, for both sides of a kink, or recorded numbers, for
 * the computation graph. The machine carries out the operations; here its numbers only get a form that the runtime
 * recognises.
 */
import type { Machine } from '../interpret/interpret.ts';
import type { OperationName } from '../ir/operations.ts';
import { Box, type Level, type GivenPartials } from './box.ts';

export class MachineLevel implements Level {
  readonly depth: number;
  private readonly machine: Machine;

  constructor(depth: number, machine: Machine) {
    this.depth = depth;
    this.machine = machine;
  }

  /** A number of the machine as the runtime knows numbers; what is plain stays plain. */
  box(value: unknown): unknown {
    return typeof value === 'object' && value !== null ? new Box(this, value, undefined) : value;
  }

  /** The machine's own number. */
  open(value: unknown): unknown {
    return value instanceof Box && value.boxLevel === this ? value.boxValue : value;
  }

  below(box: Box): unknown {
    return this.machine.index(box.boxValue);
  }

  apply(operation: OperationName, args: readonly unknown[]): unknown {
    return this.box(
      this.machine.apply(
        operation,
        args.map((arg) => this.open(arg)),
      ),
    );
  }

  given(value: unknown, args: readonly unknown[], partials: GivenPartials): unknown {
    // value + Σ pⱼ·(aⱼ − aⱼ(0)): what a derivative given by hand says of the function near the point.
    const slopes = partials('below');
    return args.reduce((sum, arg, k) => {
      if (!(arg instanceof Box) || arg.boxLevel !== this) return sum;
      const moved = this.apply('sub', [arg, this.below(arg)]);
      return this.apply('add', [sum, this.apply('mul', [slopes[k], moved])]);
    }, value);
  }
}
