/** The catalog: chips, supernodes, models and serving engines, as the CMX source that ships with the extension. There is no second form. */

import amd from "./amd.cmx";
import ascend910b from "./ascend-910b.cmx";
import ascend910c from "./ascend-910c.cmx";
import ascend950 from "./ascend-950.cmx";
import engines from "./engines.cmx";
import deepseek from "./deepseek.cmx";
import glm from "./glm.cmx";
import google from "./google.cmx";
import gpt from "./gpt.cmx";
import huaweiSupernodes from "./huawei-supernodes.cmx";
import kimi from "./kimi.cmx";
import llama from "./llama.cmx";
import minimax from "./minimax.cmx";
import mixtral from "./mixtral.cmx";
import nemotron from "./nemotron.cmx";
import nvidiaAda from "./nvidia-ada.cmx";
import nvidiaAmpere from "./nvidia-ampere.cmx";
import nvidiaBlackwell from "./nvidia-blackwell.cmx";
import nvidiaHopper from "./nvidia-hopper.cmx";
import nvidiaSupernodes from "./nvidia-supernodes.cmx";
import pangu from "./pangu.cmx";
import qwen from "./qwen.cmx";

export interface CatalogFile {
  /** `cmx-catalog:/NAME.cmx`; editors show it read-only. */
  readonly uri: string;
  readonly text: string;
}

const file = (name: string, text: string): CatalogFile => ({ uri: `cmx-catalog:/${name}.cmx`, text });

/** Chips first, then the machines that hold them, then models, then serving software. */
export const catalogFiles: readonly CatalogFile[] = [
  file("ascend-910b", ascend910b),
  file("ascend-910c", ascend910c),
  file("ascend-950", ascend950),
  file("nvidia-ada", nvidiaAda),
  file("nvidia-ampere", nvidiaAmpere),
  file("nvidia-hopper", nvidiaHopper),
  file("nvidia-blackwell", nvidiaBlackwell),
  file("amd", amd),
  file("google", google),
  file("huawei-supernodes", huaweiSupernodes),
  file("nvidia-supernodes", nvidiaSupernodes),
  file("deepseek", deepseek),
  file("kimi", kimi),
  file("llama", llama),
  file("mixtral", mixtral),
  file("nemotron", nemotron),
  file("qwen", qwen),
  file("glm", glm),
  file("minimax", minimax),
  file("pangu", pangu),
  file("gpt", gpt),
  file("engines", engines),
];
