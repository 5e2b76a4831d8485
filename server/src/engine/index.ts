/** The door of the room: plain data in, plain data out. See docs/engine.md. */

export * from "./types";
export { chipPower, chipPrice, chipsOf, deviceOf, ranksOf, type Scales, type Units, unitsFor, unscaled } from "./hardware";
export { admitted, kvBytesOfSequence, type Memory, memoryOf, totalOf, weightBytes, weightParts } from "./memory";
export { layerSorts, moeLayers } from "./layers";
export type { Step } from "./time/account";
export { type Kernel, kernelsOf } from "./explain";
export { countParameters, type ParameterCount } from "./model";
export { allReduceOf } from "./serve/allReduce";
export { largestFitting, largestMeeting, largestPrompting } from "./serve/batch";
export { type Limit, limitsOf, type TierLoad, tierLoads } from "./serve/limits";
export { tokensPerStep } from "./serve/load";
export { type PhaseTime, timePhase } from "./serve/phase";
export { type Demand, evaluateServe, type PhaseResult, type ServeResult } from "./serve/plan";
export { freshTokens } from "./workload";
export { withoutWindows } from "./windows";
export { type Span, type Stage, stagesOf } from "./timeline";
export { expertLayout } from "./time/moe";
export { secondsOf } from "./time/operator";
export { imageTokens } from "./time/vision";
export { limitsOfTraining } from "./train/limits";
export { evaluateTrain, type StageResult, type TrainResult } from "./train/plan";
export { goodputOf, type Goodput, optimalInterval } from "./train/goodput";
export { type TrainMemory, trainTotal } from "./train/memory";
export { stageLayers } from "./train/stages";
