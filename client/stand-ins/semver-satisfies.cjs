// Stands in for `semver/functions/satisfies`, for the same reason as semver-parse.cjs.
module.exports = () => true;
