/**
 * A drawing context that writes SVG where a canvas would colour pixels: as much of it as Chart.js and our marks ask for. With it a chart
 * is exported, or drawn where there is no canvas at all, by the very code that draws it on the page.
 */

import { draw, type Drawing } from "../drawing";

type Rectangle = [x: number, y: number, width: number, height: number];
type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

interface State {
  matrix: Matrix;
  fillStyle: unknown;
  strokeStyle: unknown;
  lineWidth: number;
  font: string;
  textAlign: string;
  textBaseline: string;
  globalAlpha: number;
  dash: readonly number[];
  clip: string | undefined;
}

const start: State = {
  matrix: [1, 0, 0, 1, 0, 0],
  fillStyle: "#000000",
  strokeStyle: "#000000",
  lineWidth: 1,
  font: "11px sans-serif",
  textAlign: "start",
  textBaseline: "alphabetic",
  globalAlpha: 1,
  dash: [],
  clip: undefined,
};

/** A fill of diagonal lines; a canvas takes a pattern instead. */
export interface Hatch {
  readonly hatch: string;
}

export class SvgContext {
  readonly canvas: { readonly width: number; readonly height: number; readonly getContext: () => SvgContext };
  readonly #marks: Drawing[] = [];
  readonly #definitions: Drawing[] = [];
  readonly #stack: State[] = [];
  #state: State = { ...start };
  #path = "";
  lineCap = "butt";
  lineJoin = "miter";
  lineDashOffset = 0;
  shadowBlur = 0;

  /** `id` keeps the names of definitions apart where several drawings stand in one document. */
  constructor(
    width: number,
    height: number,
    readonly id: string,
  ) {
    this.canvas = { width, height, getContext: () => this };
  }

  /** What was drawn so far. */
  drawing(): Drawing {
    return draw("g", {}, this.#definitions.length > 0 && draw("defs", {}, this.#definitions), this.#marks);
  }

  get fillStyle(): unknown {
    return this.#state.fillStyle;
  }
  set fillStyle(value: unknown) {
    this.#state.fillStyle = value;
  }
  get strokeStyle(): unknown {
    return this.#state.strokeStyle;
  }
  set strokeStyle(value: unknown) {
    this.#state.strokeStyle = value;
  }
  get lineWidth(): number {
    return this.#state.lineWidth;
  }
  set lineWidth(value: number) {
    this.#state.lineWidth = value;
  }
  get font(): string {
    return this.#state.font;
  }
  set font(value: string) {
    this.#state.font = value;
  }
  get textAlign(): string {
    return this.#state.textAlign;
  }
  set textAlign(value: string) {
    this.#state.textAlign = value;
  }
  get textBaseline(): string {
    return this.#state.textBaseline;
  }
  set textBaseline(value: string) {
    this.#state.textBaseline = value;
  }
  get globalAlpha(): number {
    return this.#state.globalAlpha;
  }
  set globalAlpha(value: number) {
    this.#state.globalAlpha = value;
  }

  save(): void {
    this.#stack.push({ ...this.#state });
  }
  restore(): void {
    this.#state = this.#stack.pop() ?? this.#state;
  }
  resetTransform(): void {
    this.#state.matrix = start.matrix;
  }
  setTransform(a: number, b: number, c: number, d: number, e: number, f: number): void {
    this.#state.matrix = [a, b, c, d, e, f];
  }
  translate(x: number, y: number): void {
    this.#transform([1, 0, 0, 1, x, y]);
  }
  rotate(angle: number): void {
    const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
    this.#transform([cosine, sine, -sine, cosine, 0, 0]);
  }
  scale(x: number, y: number): void {
    this.#transform([x, 0, 0, y, 0, 0]);
  }

  beginPath(): void {
    this.#path = "";
  }
  closePath(): void {
    this.#path += "Z";
  }
  moveTo(x: number, y: number): void {
    this.#path += `M${this.#at(x, y)}`;
  }
  lineTo(x: number, y: number): void {
    this.#path += `${this.#path === "" ? "M" : "L"}${this.#at(x, y)}`;
  }
  bezierCurveTo(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void {
    this.#path += `C${this.#at(x1, y1)} ${this.#at(x2, y2)} ${this.#at(x, y)}`;
  }
  quadraticCurveTo(x1: number, y1: number, x: number, y: number): void {
    this.#path += `Q${this.#at(x1, y1)} ${this.#at(x, y)}`;
  }
  rect(x: number, y: number, width: number, height: number): void {
    this.#path += `M${this.#at(x, y)}L${this.#at(x + width, y)}L${this.#at(x + width, y + height)}L${this.#at(x, y + height)}Z`;
  }
  arc(x: number, y: number, radius: number, from: number, to: number, counterclockwise = false): void {
    const sweep = counterclockwise ? 0 : 1;
    const point = (angle: number) => this.#at(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
    const turn = Math.abs(to - from);
    if (radius <= 0) return this.lineTo(x, y);
    this.#path += `${this.#path === "" || this.#path.endsWith("Z") ? "M" : "L"}${point(from)}`;
    // An arc of SVG cannot end where it began.
    const half = turn >= 2 * Math.PI - 1e-6 ? [from + Math.PI, from + 2 * Math.PI] : [to];
    for (const end of half)
      this.#path += `A${round(radius)} ${round(radius)} 0 ${half.length === 1 && turn > Math.PI ? 1 : 0} ${sweep} ${point(end)}`;
  }
  roundRect(x: number, y: number, width: number, height: number): void {
    this.rect(x, y, width, height);
  }

  fill(): void {
    this.#add(draw("path", { d: this.#path, ...this.#fill(), "clip-path": this.#state.clip }));
  }
  stroke(): void {
    this.#add(draw("path", { d: this.#path, fill: "none", ...this.#stroke(), "clip-path": this.#state.clip }));
  }
  clip(): void {
    const id = `${this.id}-clip-${this.#definitions.length}`;
    this.#definitions.push(draw("clipPath", { id }, draw("path", { d: this.#path })));
    this.#state.clip = `url(#${id})`;
  }
  fillRect(...box: Rectangle): void {
    this.#beside(() => {
      this.rect(...box);
      this.fill();
    });
  }
  strokeRect(...box: Rectangle): void {
    this.#beside(() => {
      this.rect(...box);
      this.stroke();
    });
  }
  clearRect(): void {
    this.#marks.length = 0;
    this.#definitions.length = 0;
  }

  setLineDash(dash: readonly number[]): void {
    this.#state.dash = [...dash];
  }
  getLineDash(): readonly number[] {
    return this.#state.dash;
  }

  fillText(text: string, x: number, y: number): void {
    const size = sizeOf(this.font);
    const shift = { top: 0.8 * size, hanging: 0.8 * size, middle: 0.35 * size, bottom: -0.2 * size }[this.textBaseline] ?? 0;
    const anchor = { center: "middle", right: "end", end: "end" }[this.textAlign] ?? "start";
    const [a, b, c, d, e, f] = this.#state.matrix;
    const turned = b !== 0 || c !== 0;
    const place = turned
      ? { transform: `matrix(${[a, b, c, d, e, f].map(round).join(" ")})`, x: round(x), y: round(y + shift) }
      : pair(this.#at(x, y + shift));
    const weight = /\bbold\b|\b[67]00\b/.test(this.font) ? "bold" : undefined;
    this.#add(draw("text", { ...place, ...this.#fill(), "font-size": size, "font-weight": weight, "text-anchor": anchor }, text));
  }
  strokeText(): void {
    // Charts stroke no text here.
  }
  measureText(text: string): {
    readonly width: number;
    readonly actualBoundingBoxAscent: number;
    readonly actualBoundingBoxDescent: number;
  } {
    const size = sizeOf(this.font);
    return { width: widthOf(text) * size, actualBoundingBoxAscent: 0.75 * size, actualBoundingBoxDescent: 0.22 * size };
  }
  createPattern(): null {
    return null;
  }

  /** Draws beside the path that is being made. */
  #beside(work: () => void): void {
    const path = this.#path;
    this.#path = "";
    work();
    this.#path = path;
  }
  #transform([a, b, c, d, e, f]: Matrix): void {
    const [p, q, r, s, t, u] = this.#state.matrix;
    this.#state.matrix = [p * a + r * b, q * a + s * b, p * c + r * d, q * c + s * d, p * e + r * f + t, q * e + s * f + u];
  }
  #at(x: number, y: number): string {
    const [a, b, c, d, e, f] = this.#state.matrix;
    return `${round(a * x + c * y + e)} ${round(b * x + d * y + f)}`;
  }
  #add(mark: Drawing): void {
    this.#marks.push(mark);
  }
  #fill() {
    return { fill: this.#paint(this.fillStyle), "fill-opacity": this.globalAlpha === 1 ? undefined : this.globalAlpha };
  }
  #stroke() {
    const { lineWidth, dash } = this.#state;
    return {
      stroke: this.#paint(this.strokeStyle),
      "stroke-width": lineWidth === 1 ? undefined : round(lineWidth),
      "stroke-dasharray": dash.length > 0 ? dash.join(" ") : undefined,
    };
  }
  #paint(style: unknown): string {
    if (typeof style === "string") return style;
    if (!isHatch(style)) return "none";
    const id = `${this.id}-hatch-${style.hatch.replace(/[^a-z0-9]/gi, "")}`;
    if (!this.#definitions.some(({ attributes }) => attributes["id"] === id)) {
      const line = draw("path", { d: "M-1 1L1 -1M0 6L6 0M5 7L7 5", stroke: style.hatch, "stroke-width": 1.2 });
      this.#definitions.push(draw("pattern", { id, width: 6, height: 6, patternUnits: "userSpaceOnUse" }, line));
    }
    return `url(#${id})`;
  }
}

function isHatch(style: unknown): style is Hatch {
  return typeof style === "object" && style !== null && "hatch" in style;
}

function pair(place: string): { readonly x: string; readonly y: string } {
  const [x = "0", y = "0"] = place.split(" ");
  return { x, y };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function sizeOf(font: string): number {
  return Number(/([\d.]+)px/.exec(font)?.[1] ?? 11);
}

/** Width of a text in ems: a mean over sans-serif fonts, for there is none to measure where no browser is. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text)
    width += /[ilj.,:;'|!]/.test(character) ? 0.3 : /[mwMW%]/.test(character) ? 0.88 : /[⺀-￯]/.test(character) ? 1 : 0.57;
  return width;
}
