/** Predicted against measured as a picture: both axes logarithmic, the diagonal, and a band of 20%. Same rows, same text. */

import type { Prediction } from "./prediction";

const size = 480;
const margin = 56;
const colours = ["#4269d0", "#e07b00", "#d6336c", "#2b8a3e", "#8a5cf6", "#0c8599", "#a0522d", "#868e96", "#5c7cfa", "#94d82d"] as const;

/** An SVG of one figure: a dot for each row, coloured by engine. Readable on light and on dark. */
export function scatter(title: string, unit: string, rows: readonly Prediction[]): string {
  const values = rows.flatMap(({ predicted, measured }) => [predicted, measured]);
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.ceil(Math.log10(Math.max(...values)));
  const scale = (value: number) => ((Math.log10(value) - low) / (high - low)) * (size - 2 * margin);
  const across = (value: number) => (margin + scale(value)).toFixed(1);
  const up = (value: number) => (size - margin - scale(value)).toFixed(1);
  const engines = [...new Set(rows.map(({ engine = "no engine" }) => engine))].sort();
  const colour = (engine: string) => colours[engines.indexOf(engine) % colours.length] ?? colours[0];
  const [least, most] = [10 ** low, 10 ** high];
  const ticks = Array.from({ length: high - low + 1 }, (_, step) => low + step);
  const line = (factor: number, style: string) => {
    const [from, to] = [Math.max(least, least / factor), Math.min(most, most / factor)];
    return `<line x1="${across(from)}" y1="${up(from * factor)}" x2="${across(to)}" y2="${up(to * factor)}" ${style}/>`;
  };
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size + 170} ${size}" font-family="sans-serif" font-size="12" fill="#868e96">`,
    `<title>${title}: predicted against measured</title>`,
    `<text x="${margin}" y="24" font-size="15">${title} (${unit}), ${rows.length} rows</text>`,
    `<rect x="${margin}" y="${margin}" width="${size - 2 * margin}" height="${size - 2 * margin}" fill="none" stroke="#868e96"/>`,
    ...ticks.flatMap((power) => [
      `<text x="${across(10 ** power)}" y="${size - margin + 18}" text-anchor="middle">1e${power}</text>`,
      `<text x="${margin - 6}" y="${up(10 ** power)}" text-anchor="end">1e${power}</text>`,
    ]),
    `<text x="${size / 2}" y="${size - 14}" text-anchor="middle">measured</text>`,
    `<text x="14" y="${size / 2}" text-anchor="middle" transform="rotate(-90 14 ${size / 2})">predicted</text>`,
    line(1, 'stroke="#868e96"'),
    line(1.2, 'stroke="#868e96" stroke-dasharray="4 4"'),
    line(0.8, 'stroke="#868e96" stroke-dasharray="4 4"'),
    ...rows.map(
      ({ engine = "no engine", measured, predicted }) =>
        `<circle cx="${across(measured)}" cy="${up(predicted)}" r="3" fill="${colour(engine)}" fill-opacity="0.6"/>`,
    ),
    ...engines.flatMap((engine, index) => [
      `<circle cx="${size - 24}" cy="${margin + 8 + index * 20}" r="5" fill="${colour(engine)}"/>`,
      `<text x="${size - 12}" y="${margin + 12 + index * 20}">${engine}</text>`,
    ]),
    `<text x="${size - 30}" y="${margin + 24 + engines.length * 20}">dashed: ±20%</text>`,
    "</svg>",
  ].join("\n")}\n`;
}
