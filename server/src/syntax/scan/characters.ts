/** Classes of characters, by UTF-16 code unit. */

export const lineFeed = 10;
export const carriageReturn = 13;
export const space = 32;
export const quote = 34;
export const backslash = 92;
export const slash = 47;
export const star = 42;
export const dot = 46;
export const underscore = 95;

export function isLineBreak(code: number): boolean {
  return code === lineFeed || code === carriageReturn;
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

export function isNameStart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === underscore;
}

export function isNamePart(code: number): boolean {
  return isNameStart(code) || isDigit(code);
}

/** Blanks that are not line breaks. Invisible ones that come with pasted text count too: nobody could see what is wrong. */
export function isBlank(code: number): boolean {
  if (code <= space) return code === space || code === 9 || code === 11 || code === 12;
  if (code < 0xa0) return false;
  return (
    code === 0xa0 ||
    code === 0x1680 ||
    (code >= 0x2000 && code <= 0x200b) ||
    code === 0x2028 ||
    code === 0x2029 ||
    code === 0x202f ||
    code === 0x205f ||
    code === 0x3000 ||
    code === 0xfeff
  );
}
