/** The door of the room: text in, tree and problems out. */
export * from "./tree";
