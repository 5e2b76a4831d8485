/** The one table of commands: what the parser of arguments accepts and what --help says. */

export interface OptionSpec {
  readonly name: string;
  /** Absent: a switch. */
  readonly value?: { readonly placeholder: string; readonly choices?: readonly string[] };
  readonly description: string;
}

export interface CommandSpec {
  readonly name: "check" | "simulate" | "format" | "catalog";
  readonly operand: { readonly placeholder: string; readonly min: 0 | 1; readonly max: number };
  readonly summary: string;
  readonly details: string;
  readonly options: readonly OptionSpec[];
}

const format = (...choices: readonly string[]): OptionSpec => ({
  name: "format",
  value: { placeholder: choices.join("|"), choices },
  description: `How the result is written; ${choices[0]} by default.`,
});

export const commands: readonly CommandSpec[] = [
  {
    name: "check",
    operand: { placeholder: "FILE", min: 1, max: Number.POSITIVE_INFINITY },
    summary: "print what is wrong with files",
    details: "Exit code 0: clean. 1: errors (or warnings, with --strict). 2: unusable arguments or an unreadable file.",
    options: [format("text", "json", "sarif"), { name: "strict", description: "Warnings fail, too." }],
  },
  {
    name: "simulate",
    operand: { placeholder: "FILE", min: 1, max: 1 },
    summary: "compute the plans of a file and print the report",
    details:
      "Exit code 0: every plan fits and every expect holds. 1: one does not, or the file has errors. 2: unusable arguments or an unreadable file.",
    options: [
      { name: "plan", value: { placeholder: "NAME" }, description: "Only this plan." },
      { name: "explain", value: { placeholder: "PATH" }, description: "How a figure came about: tpot, decode.attention, decode.memory, …" },
      format("text", "json", "html", "svg"),
      {
        name: "out",
        value: { placeholder: "PATH" },
        description: "Write the report to this file; the pictures, with --format svg, into this folder.",
      },
    ],
  },
  {
    name: "format",
    operand: { placeholder: "FILE", min: 1, max: Number.POSITIVE_INFINITY },
    summary: "lay files out in the one style, in place",
    details: "`-` formats standard input to standard output. Exit code 1: with --check, a file differs; or a file has syntax errors.",
    options: [{ name: "check", description: "Write nothing; list the files that differ." }],
  },
  {
    name: "catalog",
    operand: { placeholder: "NAME", min: 0, max: 1 },
    summary: "list the chips, machines and models that CMX knows, or print the source of one",
    details: "What it prints is ordinary CMX, each figure with its source in a comment.",
    options: [],
  },
];

/** `cmx check FILE… [--format text|json|sarif] [--strict]` */
export function usage(command: CommandSpec): string {
  const { placeholder, min, max } = command.operand;
  const operand = `${placeholder}${max > 1 ? "…" : ""}`;
  const options = command.options.map(({ name, value }) => `[--${name}${value ? ` ${value.placeholder}` : ""}]`);
  return ["cmx", command.name, min === 0 ? `[${operand}]` : operand, ...options].join(" ");
}

/** What `cmx --help` prints. */
export function help(): string {
  const rows = commands.flatMap((command) => [`  ${usage(command)}`, `      ${command.summary}`]);
  return [
    "CMX: plan where large language models run.",
    "",
    ...rows,
    "",
    "  --help      this text; after a command, more about it",
    "  --version   the version",
    "",
    "A FILE named - is standard input. Results go to standard output, everything else to standard error.",
    "",
  ].join("\n");
}

/** What `cmx COMMAND --help` prints. */
export function commandHelp(command: CommandSpec): string {
  const options = command.options.map(
    ({ name, value, description }) => [`--${name}${value ? ` ${value.placeholder}` : ""}`, description] as const,
  );
  const width = Math.max(0, ...options.map(([left]) => left.length));
  return [
    usage(command),
    "",
    `${command.summary[0]?.toUpperCase()}${command.summary.slice(1)}.`,
    command.details,
    ...(options.length > 0 ? ["", ...options.map(([left, right]) => `  ${left.padEnd(width)}   ${right}`)] : []),
    "",
  ].join("\n");
}
