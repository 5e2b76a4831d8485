/** Simplified Chinese, by the English phrase. A test holds it to every phrase that the page uses. */
export const chinese: Readonly<Record<string, string>> = {};
