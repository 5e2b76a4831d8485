/** Results by the content of the resolved plan: an edit elsewhere in the file computes nothing again. */

import { evaluateServe, type Limit, limitsOf, type PhaseResult, type ServePlan, type ServeResult } from "../engine";

const limit = 256;
const results = new Map<string, ServeResult>();

/** As `evaluateServe`, remembered. The oldest of 256 results gives way. */
export function evaluateOnce(plan: ServePlan): ServeResult {
  const key = JSON.stringify(plan);
  const known = results.get(key);
  if (known) return known;
  const result = evaluateServe(plan);
  const [oldest] = results.keys();
  if (results.size >= limit && oldest !== undefined) results.delete(oldest);
  results.set(key, result);
  return result;
}

const limits = new WeakMap<PhaseResult, readonly Limit[]>();

/** As `limitsOf`, remembered as long as the phase's result is. */
export function limitsOnce(plan: ServePlan, phase: PhaseResult): readonly Limit[] {
  const known = limits.get(phase);
  if (known) return known;
  const found = limitsOf(plan, phase);
  limits.set(phase, found);
  return found;
}
