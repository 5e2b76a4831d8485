import { deepEqual, equal } from "node:assert/strict";
import { catalogList, entriesOf } from "../../../server/src/cli/catalog";
import { plain } from "../../../server/src/cli/style";

const text = `// Two chips.
// Sources: [paper].

/// A small chip; very small.
/// And more about it.
chip Small {
  power = 1 W // [paper]
}

// Odd, but so it says.
/// A large chip. Larger than most.
chip Large : Small { power = 2 W } // [paper]

model Bare {
}
`;

const source = (name: string) => entriesOf(text).find((entry) => entry.name === name)?.source;

describe("catalog", () => {
  it("lists names under their kinds, each with what it is", () =>
    equal(
      catalogList(entriesOf(text), plain),
      ["chip", "  Small  A small chip", "  Large  A large chip", "", "model", "  Bare", ""].join("\n"),
    ));

  it("prints an entry with its comments, below the sources of its file", () => {
    const head = "// Two chips.\n// Sources: [paper].\n\n";
    deepEqual(
      [source("Small"), source("Large"), source("Bare")],
      [
        `${head}/// A small chip; very small.\n/// And more about it.\nchip Small {\n  power = 1 W // [paper]\n}\n`,
        `${head}// Odd, but so it says.\n/// A large chip. Larger than most.\nchip Large : Small { power = 2 W } // [paper]\n`,
        `${head}model Bare {\n}\n`,
      ],
    );
  });

  it("prints the head of a file once", () => equal(entriesOf("// Head.\nchip A { }\n")[0]?.source, "// Head.\nchip A { }\n"));
});
