/** Entry of the report page. */

import { start } from "./app";
import { openChannel } from "./channel";
import { h } from "./dom";

const root = h("div", { id: "cmx" });
document.body.append(root);
start(root, openChannel());
