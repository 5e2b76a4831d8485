/** The words of the language that are neither kinds nor properties: what they mean, for completion, hover and the documentation. */

import type { Scope } from "./units";

export interface Word {
  readonly name: string;
  readonly documentation: string;
}

/** Words that begin an item or a member. */
export const keywords: readonly Word[] = [
  { name: "import", documentation: "Makes the names of another .cmx file visible here; the path is relative to this file." },
  { name: "let", documentation: "Gives a value a name." },
  { name: "expect", documentation: "A test: the comparison must hold for the figures that CMX computes." },
  { name: "vary", documentation: "A number of the plan that takes one value after the other." },
];

/** A function of expressions: its one parameter, of which some take several. */
export interface FunctionWord extends Word {
  readonly parameter: Word;
  /** Takes one argument or more; the others exactly one. */
  readonly many?: true;
}

const figure: Word = { name: "value", documentation: "A figure with or without a unit; all arguments of one call are of one kind." };
const plainNumber: Word = { name: "number", documentation: "A plain number, without a unit." };

export const functions: readonly FunctionWord[] = [
  { name: "min", documentation: "The smallest of its arguments.", parameter: figure, many: true },
  { name: "max", documentation: "The largest of its arguments.", parameter: figure, many: true },
  { name: "ceil", documentation: "The next whole number up.", parameter: figure },
  { name: "floor", documentation: "The next whole number down.", parameter: figure },
  { name: "round", documentation: "The nearest whole number.", parameter: figure },
  { name: "log2", documentation: "The logarithm to base 2 of a plain number.", parameter: plainNumber },
];

/** What `per …` spreads a figure over. */
export const scopeWords: Readonly<Record<Scope, string>> = {
  chip: "For each chip: one package, however many dies it has.",
  rank: "For each rank: one device that a parallel degree counts (a die of a chip that is programmed die by die).",
  node: "For each node: one server.",
  supernode: "For each supernode: one scale-up domain.",
  instance: "For each instance of a phase: one copy of its whole group of ranks.",
  link: "For each link of the fabric.",
};
