/**
 * What the engine is given: a resolved plan as plain data, all in SI (bytes, seconds, FLOP, watts).
 * Nothing here knows of files, editors or the language.
 */

export * from "./types/calibration";
export * from "./types/collective";
export * from "./types/machine";
export * from "./types/model";
export * from "./types/numbers";
export * from "./types/serve";
export * from "./types/train";
