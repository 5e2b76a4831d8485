/** Reading the keys of a config.json, and keeping in mind which were read. */

import type { GivenValue } from "../given";

export type Json = Readonly<Record<string, unknown>>;

export interface Reader {
  readonly used: ReadonlySet<string>;
  /** The first of the keys that holds a number. */
  number(...keys: readonly string[]): number | undefined;
  flag(key: string): boolean | undefined;
  text(key: string): string | undefined;
  /** A list of numbers or words; the key counts as read only if `understand` makes something of it. */
  list<Result>(key: string, understand: (items: readonly unknown[]) => Result | undefined): Result | undefined;
  /** The keys of an object inside. */
  inner(key: string): Reader | undefined;
}

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function read(config: Json): Reader {
  const used = new Set<string>();
  return {
    used,
    number(...keys) {
      for (const key of keys) used.add(key);
      return keys.map((key) => config[key]).find((value) => typeof value === "number");
    },
    flag(key) {
      used.add(key);
      const value = config[key];
      return typeof value === "boolean" ? value : undefined;
    },
    text(key) {
      used.add(key);
      const value = config[key];
      return typeof value === "string" ? value : undefined;
    },
    list(key, understand) {
      const value = config[key];
      const result = Array.isArray(value) ? understand(value) : undefined;
      if (result !== undefined) used.add(key);
      return result;
    },
    inner(key) {
      const value = config[key];
      if (!isObject(value)) return undefined;
      used.add(key);
      return read(value);
    },
  };
}

export function row(block: string | undefined, property: string, value: GivenValue["value"] | undefined, unit?: string): GivenValue[] {
  return value === undefined ? [] : [{ block, property, value, ...(unit ? { unit } : {}) }];
}
