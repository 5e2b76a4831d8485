/** The line to the client, with the protocol's types on it. */

import { type CancellationToken, type MessageConnection, ParameterStructures, type ResponseError } from "vscode-jsonrpc";
import { type Announcements, errorMessage, type News, type Questions, type Requests } from "./protocol";

export type Answer<Method extends keyof Questions> = Questions[Method]["answer"] | ResponseError;

type Handler<Method extends keyof Questions> = (
  params: Questions[Method]["params"],
  token: CancellationToken,
) => Answer<Method> | Promise<Answer<Method>>;

export interface Connection {
  /** Answers the client's questions of this method. */
  answer<Method extends keyof Questions>(method: Method, handler: Handler<Method>): void;
  /** Hears what the client tells. */
  hear<Method extends keyof News>(method: Method, handler: (params: News[Method]) => void): void;
  ask<Method extends keyof Requests>(method: Method, params: Requests[Method]["params"]): Promise<Requests[Method]["answer"]>;
  tell<Method extends keyof Announcements>(method: Method, params: Announcements[Method]): void;
  /** Writes an error to the log that the user can open. */
  log(message: string): void;
  listen(): void;
}

/** Puts the types on a message connection. A failing handler of news is logged and harms nothing else. */
export function createConnection(messages: MessageConnection): Connection {
  const tell: Connection["tell"] = (method, params) => {
    // A line that has gone dead is the door's affair.
    messages.sendNotification(method, ParameterStructures.byName, params).catch(() => undefined);
  };
  const log = (message: string) => tell("window/logMessage", { type: errorMessage, message });
  return {
    answer<Method extends keyof Questions>(method: Method, handler: Handler<Method>) {
      messages.onRequest<unknown, void>(method, (params, token) => handler(params, token));
    },
    hear(method, handler) {
      messages.onNotification(method, (params) => {
        try {
          handler(params);
        } catch (error) {
          log(`CMX could not take ${method}: ${reason(error)}`);
        }
      });
    },
    ask: (method, params) =>
      params === undefined ? messages.sendRequest(method) : messages.sendRequest(method, ParameterStructures.byName, params),
    tell,
    log,
    listen: () => messages.listen(),
  };
}

/** What went wrong, with the place in the code, for the log. */
export function reason(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
