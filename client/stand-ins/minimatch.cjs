// Stands in for the `minimatch` package, which the language client library wants only for features that we do not register
// (file operations, and notebooks or pulled diagnostics chosen by glob). Reaching it is a mistake of ours, and says so.
exports.Minimatch = function Minimatch(pattern) {
  throw new Error(`CMX chooses no files by glob, but was asked for ${pattern}.`);
};
