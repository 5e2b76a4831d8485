/** One kernel for several: vector work stays on the chip, and one launch is paid. */

import type { Multiplication, Receiver, Work } from "./kernel";
import { computation, type Operator, type Stream } from "./operator";

/** Puts together what it is told. */
export class Fusion implements Receiver {
  private flop = 0;
  private bytes = 0;
  private compute = 0;
  private memory = 0;
  private overhead = 0;
  private exposed = 0;

  computed(work: Work, flop: number, bytes: number, compute: number, memory: number): void {
    this.launch(work);
    if (flop > 0) this.add(work, flop, bytes, compute, memory);
  }

  multiplied(work: Multiplication, rows: number, count: number, bytes: number, compute: number, memory: number): void {
    this.launch(work);
    this.add(work, 2 * count * rows * work.matrix.depth * work.matrix.columns, bytes, compute, memory);
  }

  sent(): void {
    throw new Error("communication is no part of a kernel that computes");
  }

  given({ overhead, exposed, flop, bytes, compute, memory }: Operator): void {
    this.launch({ overhead });
    if (flop > 0) this.add({ exposed }, flop, bytes, compute, memory);
  }

  operator(name: string, stream: Stream): Operator {
    const { flop, bytes, compute, memory, overhead, exposed } = this;
    return computation(name, stream, { flop, bytes, compute, memory, overhead, exposed });
  }

  private launch({ overhead }: Pick<Work, "overhead">): void {
    if (overhead > this.overhead) this.overhead = overhead;
  }

  private add({ exposed }: Pick<Work, "exposed">, flop: number, bytes: number, compute: number, memory: number): void {
    this.flop += flop;
    this.bytes += bytes;
    this.compute += compute;
    this.memory += memory;
    if (exposed > this.exposed) this.exposed = exposed;
  }
}
