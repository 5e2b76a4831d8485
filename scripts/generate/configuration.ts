/** syntaxes/language-configuration.json: what the editor must know before any server runs. */

export function languageConfiguration(): unknown {
  return {
    comments: { lineComment: "//", blockComment: ["/*", "*/"] },
    brackets: [
      ["{", "}"],
      ["[", "]"],
      ["(", ")"],
    ],
    autoClosingPairs: [
      { open: "{", close: "}" },
      { open: "[", close: "]" },
      { open: "(", close: ")" },
      { open: '"', close: '"', notIn: ["string", "comment"] },
      { open: "/*", close: " */", notIn: ["string", "comment"] },
    ],
    surroundingPairs: [
      ["{", "}"],
      ["[", "]"],
      ["(", ")"],
      ['"', '"'],
    ],
    wordPattern: "[A-Za-z_]\\w*|\\d[\\d_]*(?:\\.\\d[\\d_]*)?(?:[eE][+-]?\\d+)?",
    indentationRules: {
      increaseIndentPattern: "^((?!//).)*[\\{\\[\\(][^\\}\\]\\)]*$",
      decreaseIndentPattern: "^\\s*[\\}\\]\\)]",
    },
    onEnterRules: [
      // Documentation goes on in the next line, a plain comment does not.
      { beforeText: "^\\s*///.*\\S.*$", action: { indent: "none", appendText: "/// " } },
    ],
  };
}
