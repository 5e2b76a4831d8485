/**
 * What the engine says beside its figures (notes, assumptions, where measurements are from), in Chinese. The report has these sentences
 * ready made, so they are known by their form. A test holds this to what the examples say.
 */

export const sentences: Readonly<Record<string, string>> = {
  // Notes
  "The efficiencies of {chip} are estimated, not measured: no operator of it has been published. Expect larger errors.":
    "{chip} 的效率是估计的，不是实测的：没有公开过它的算子数据。误差可能更大。",
  "No measurement stands beside CMX's predictions of such a plan yet.": "还没有实测数据可与 CMX 对这类方案的预测对照。",
  "Ranges of figures are those of eight measurements in ten of such plans (docs/validation.md).":
    "数值范围是这类方案十次实测中八次所在的范围（docs/validation.md）。",
  "The ranges of figures are taken from other plans: {list}.": "数值范围取自其他方案：{list}。",
  "Times are means in the steady state.": "时间是稳态下的平均值。",
  "Times are means over a run of {requests} requests: {rounds} of each of {clients} clients, the first of all at once.":
    "时间是一次 {requests} 个请求的运行的平均值：{clients} 个客户端各 {rounds} 个，首个请求同时到达。",
  "Times and throughput are means over a run of {requests} requests: {rounds} of each of {clients} clients, the first of all at once.":
    "时间和吞吐是一次 {requests} 个请求的运行的平均值：{clients} 个客户端各 {rounds} 个，首个请求同时到达。",
  "Lengths and arrivals are those of {requests} recorded requests ({file}) where the workload says nothing else.":
    "负载未另行说明之处，长度和到达取自 {requests} 个录制的请求（{file}）。",
  "Lengths and arrivals are those of {requests} recorded requests ({file}) where the workload says nothing else; the {cached} that it found cached are those of a cache without end.":
    "负载未另行说明之处，长度和到达取自 {requests} 个录制的请求（{file}）；其中 {cached} 的缓存命中按无限大的缓存计。",
  "The workload has no rate and no concurrency: the time to first token has no queue in it.":
    "负载没有给出到达率或并发数：首词元时间不含排队。",
  "No engine is named: beside the chips' work a step takes {time}, and nothing else.": "没有指定推理引擎：除芯片计算外每步只加 {time}。",
  "{engine} takes {time} a step beside the chips' work.": "除芯片计算外，{engine} 每步用 {time}。",
  "{engine} takes {time} a step and {request} a request beside the chips' work.":
    "除芯片计算外，{engine} 每步用 {time}，每个请求再用 {request}。",
  "{engine} takes {time} a step beside the chips' work; the first token takes {admission} more.":
    "除芯片计算外，{engine} 每步用 {time}；首词元再加 {admission}。",
  "{engine} takes {time} a step and {request} a request beside the chips' work; the first token takes {admission} more.":
    "除芯片计算外，{engine} 每步用 {time}，每个请求再用 {request}；首词元再加 {admission}。",
  "{phase}: experts are reached by the {path} path, with imbalance {imbalance}.":
    "{phase}：词元经 {path} 路径到达专家，不均衡度 {imbalance}。",
  "Experts are reached by the {path} path, with imbalance {imbalance}.": "词元经 {path} 路径到达专家，不均衡度 {imbalance}。",
  "{phase}: {tp} tensor parallel ranks add their results by {algorithm} (all_reduce = {choice}).":
    "{phase}：{tp} 个张量并行 rank 用 {algorithm} 归约结果（all_reduce = {choice}）。",
  "The runtime keeps {bytes} of each rank (reserve).": "运行时在每个 rank 上保留 {bytes}（reserve）。",
  "Power is what {machine} declares for full load, and {idle} of it when idle: an upper bound where memory limits.":
    "功率取 {machine} 声明的满载值，空闲时为其 {idle}：受内存限制时是上界。",
  "Power is the nameplate of {chip} alone, and {idle} of it when idle: no figure of the whole machine is known.":
    "功率只是 {chip} 的标称值，空闲时为其 {idle}：整机功率未知。",
  "No power of {machine} or {chip} is known: the plan has neither power nor energy.":
    "{machine} 和 {chip} 的功率都未知：方案没有功率和能耗。",
  "No price of {machine} or {chip} is known: the plan has no cost.": "{machine} 和 {chip} 的价格都未知：方案没有成本。",
  "The KV cache goes from prefill to decode over {fabric}.": "KV 缓存经 {fabric} 从预填充传到解码。",

  // Notes on training
  "mfu counts three times the forward FLOP of linear layers, head and causal attention, over the {type} peak of {chip}; mfu.full does not halve the attention, mfu.bf16 is over the bf16 peak, hfu counts what is computed again.":
    "mfu 按线性层、输出头和因果注意力前向 FLOP 的三倍计，相对 {chip} 的 {type} 峰值；mfu.full 不把注意力减半，mfu.bf16 相对 bf16 峰值，hfu 计入重计算。",
  "{engine} takes {time} a step, and runs beside computation: {hidden}.": "{engine} 每步用 {time}，与计算并行：{hidden}。",
  "No engine is named: the software takes {time} a step, and runs beside computation: {hidden}.":
    "没有指定训练软件：每步加 {time}，与计算并行：{hidden}。",
  "{microbatches} microbatches go through {stages} stages; stage {busiest} sets the pace, stage {fullest} holds most (schedule {schedule}).":
    "{microbatches} 个微批经过 {stages} 级；第 {busiest} 级决定节奏，第 {fullest} 级占用最多（调度 {schedule}）。",
  "{count} prediction module is trained along: in the time and the memory, not in the model FLOP.":
    "同时训练 {count} 个预测模块：计入时间和内存，不计入模型 FLOP。",
  "Text alone is trained: the vision encoder is not counted.": "只训练文本：不计视觉编码器。",
  "The plan declares no failures: the duration has none in it.": "方案没有声明故障：时长不含故障。",
  "A checkpoint every {interval} (the best there is; Young's estimate {young}).":
    "每 {interval} 一个检查点（已是最优；Young 公式估计 {young}）。",
  "A checkpoint every {interval} (the best would be {best}; Young's estimate {young}).":
    "每 {interval} 一个检查点（最优为 {best}；Young 公式估计 {young}）。",
  "Energy and cost are those of one step: the plan has no tokens.": "能耗和成本是一步的：方案没有给出词元总数。",
  "Energy and cost are those of the run of {tokens} tokens.": "能耗和成本是训练 {tokens} 词元的全程。",

  // Where measurements are from
  "{rows} rows: {where}": "{rows} 行：{where}",
  "{rows} row: {where}": "{rows} 行：{where}",
  "no {figure} of a {sort} model was measured on {chip}": "没有在 {chip} 上实测过 {sort} 模型的 {figure}",
  "no {figure} of a {sort} model was measured with {engine} on {chip}": "没有用 {engine} 在 {chip} 上实测过 {sort} 模型的 {figure}",
  "no row of {figure} has more than {count} tokens of context": "{figure} 的实测上下文最长 {count} 词元",
  "no row of {figure} has more than {count} chips": "{figure} 的实测最多 {count} 颗芯片",
  "all chips": "所有芯片",
  "all engines": "所有引擎",
  "all models": "所有模型",

  // Assumptions
  "{share} more": "多 {share}",
  none: "无",
  default: "默认",
  "default of the language": "语言的默认值",
  measured: "实测",
  estimated: "估计",
  recalled: "凭记忆",
  "the plan": "方案",
  "the chip": "芯片",
  "engine {name}": "引擎 {name}",
  "path to the experts": "到专家的路径",
  "imbalance of the experts": "专家不均衡度",
  "overlap of microbatches": "微批重叠",
  "acceptance of drafts": "草稿接受率",
  "fixed time of a step": "每步固定时间",
  "reserve of the runtime": "运行时保留",
  "all-reduce": "全归约",
  "multiplications: peak (bf16)": "矩阵乘：峰值（bf16）",
  "multiplications: HBM": "矩阵乘：HBM",
  "multiplications under the power limit: pace (bf16)": "功率受限时的矩阵乘：速度（bf16）",
  "attention: HBM": "注意力：HBM",
  "prompt attention: peak": "提示注意力：峰值",
  "latent decode: peak": "潜注意力解码：峰值",
  "backward attention: peak": "注意力反向：峰值",
  "vector kernels: HBM": "向量算子：HBM",
  "sustained pace of multiplications": "矩阵乘的持续速度",
  "pace of attention kernels": "注意力算子的速度",
  "traffic of vector work": "向量计算的访存",
  "rate of recurrences": "递推的速率",
  "host's time for a layer with experts": "主机启动一个专家层的时间",
  "{kind} beside computation": "{kind} 与计算并行",
  "kernels: fixed time": "算子：固定时间",
  "collectives: fixed times": "集合通信：固定时间",
  "collectives: share of the links": "集合通信：达到的链路带宽比例",
  "experts' dispatch and combine: fixed times": "专家分发与合并：固定时间",
  "{fabric}: share of its bandwidth": "{fabric}：达到的带宽比例",
  "the machine": "机器",
};

interface Form {
  readonly match: RegExp;
  readonly names: readonly string[];
  readonly chinese: string;
}

let forms: readonly Form[] | undefined;

/** A sentence of the engine in Chinese; lists and `phase: what` piece by piece; as it is where nothing is known of it. */
export function inChinese(text: string): string {
  forms ??= Object.entries(sentences).map(([english, chinese]) => formOf(english, chinese));
  for (const { match, names, chinese } of forms) {
    const found = match.exec(text);
    if (found) return names.reduce((filled, name, index) => filled.replace(`{${name}}`, () => inChinese(found[index + 1] ?? "")), chinese);
  }
  for (const [separator, chinese] of separators) {
    const pieces = text.split(separator);
    if (pieces.length > 1) return pieces.map(inChinese).join(chinese);
  }
  return text;
}

const separators = [
  ["; ", "；"],
  [": ", "："],
  [", ", "，"],
] as const;

function formOf(english: string, chinese: string): Form {
  const names = [...english.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
  // A list alone has several sentences in its blank.
  const pattern = english
    .replace(/[.*+?^$()|[\]\\]/g, "\\$&")
    .replace(/\{(\w+)\}/g, (_, name: string) => (name === "list" ? "(.+?)" : "([^;]+?)"));
  return { match: new RegExp(`^${pattern}$`), names, chinese };
}
