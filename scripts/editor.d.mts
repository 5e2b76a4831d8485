/** Installs code-server when it is missing or its lock file has changed. */
export function installEditor(): Promise<string>;

export interface Editor {
  readonly address: string;
  stop(): void;
  readonly closed: Promise<unknown>;
}

/** Starts the editor on a workspace, with the packed extension installed if there is one. */
export function startEditor(options: {
  /** Holds the editor's whole state. */
  readonly folder: string;
  /** The folder that it shows unless told otherwise. */
  readonly workspace: string;
  /** 0 takes any that is free. */
  readonly port: number;
  /** The packed extension. */
  readonly vsix?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Leaves the workspace untrusted. */
  readonly restricted?: boolean;
}): Promise<Editor>;

/** The page that shows a folder with one of its files open. */
export function addressOfFile(address: string, folder: string, file: string): string;
