import type { KnobValues, PageMessage } from "../../../../shared/report";

/** Whether what a page said is one of its messages: a page shows text from files, so nothing of it is taken on trust. */
export function isPageMessage(value: unknown): value is PageMessage {
  if (!isRecord(value)) return false;
  switch (value["type"]) {
    case "ready":
    case "compare":
    case "export":
      return true;
    case "reply":
      return typeof value["id"] === "number" && typeof value["ok"] === "boolean";
    case "reveal":
      return isRange(value["range"]);
    case "try":
    case "write":
      return typeof value["plan"] === "string" && isValues(value["values"]);
    case "copy":
      return typeof value["text"] === "string";
    case "save":
      return (
        typeof value["name"] === "string" &&
        typeof value["content"] === "string" &&
        (value["encoding"] === "text" || value["encoding"] === "base64")
      );
    case "state":
      return isRecord(value["state"]);
    default:
      return false;
  }
}

function isValues(value: unknown): value is KnobValues {
  return isRecord(value) && Object.values(value).every((each) => typeof each === "number" && Number.isFinite(each));
}

function isRange(value: unknown): boolean {
  return isRecord(value) && isPosition(value["start"]) && isPosition(value["end"]);
}

function isPosition(value: unknown): boolean {
  return isRecord(value) && Number.isInteger(value["line"]) && Number.isInteger(value["character"]);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
