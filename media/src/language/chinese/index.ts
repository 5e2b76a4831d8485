/** Simplified Chinese, by the English phrase. A test holds it to every phrase that the page uses. */

import { views } from "./views";
import { words } from "./words";

export const chinese: Readonly<Record<string, string>> = { ...words, ...views };
