/** The declared part of the training runs that the training engines' overheads in the catalog were calibrated on. The others are only predicted. */

import { hash } from "../serving/calibrated";
import type { Row } from "./rows";

/**
 * Half of the runs, by the hash of what is trained on what: all scales, lengths and releases of one model, chip and number type stand on
 * the same side.
 */
export function isCalibrated({ group, device, model, precision = "" }: Row): boolean {
  return hash([group, device, model.replace(/ (\(.*\)|w\/.*)$/, ""), precision].join("|")) % 2 === 0;
}
