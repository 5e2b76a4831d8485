/** The few ways in which the terminal emphasises text. Meaning never rests on colour alone. */

type Paint = (text: string) => string;

export interface Style {
  readonly bold: Paint;
  readonly dim: Paint;
  readonly red: Paint;
  readonly green: Paint;
  readonly yellow: Paint;
  readonly cyan: Paint;
}

const asIs: Paint = (text) => text;
const ansi =
  (on: number, off: number): Paint =>
  (text) =>
    text === "" ? "" : `\u001B[${on}m${text}\u001B[${off}m`;

/** For files, pipes and NO_COLOR. */
export const plain: Style = { bold: asIs, dim: asIs, red: asIs, green: asIs, yellow: asIs, cyan: asIs };

/** The sixteen colours that every terminal maps to its own theme. */
export const coloured: Style = {
  bold: ansi(1, 22),
  dim: ansi(2, 22),
  red: ansi(31, 39),
  green: ansi(32, 39),
  yellow: ansi(33, 39),
  cyan: ansi(36, 39),
};
