import { benchSize, sizes } from "./editor";
void benchSize(sizes[Number(process.argv[2] ?? 1)]!);
