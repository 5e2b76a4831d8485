// A file system that only the editor can read: what lies in plans/ of this extension, under plans:/demo.
const { Disposable, EventEmitter, FileSystemError, FileType, Uri, workspace } = require("vscode");

const names = ["plan.cmx", "chat.cmx", "requests.jsonl"];

exports.activate = ({ extensionUri, subscriptions }) => {
  const contents = (uri) => {
    const name = names.find((each) => uri.path === `/demo/${each}`);
    if (name === undefined) throw FileSystemError.FileNotFound(uri);
    return workspace.fs.readFile(Uri.joinPath(extensionUri, "plans", name));
  };
  const readOnly = () => {
    throw FileSystemError.NoPermissions("read-only");
  };
  const provider = {
    onDidChangeFile: new EventEmitter().event,
    watch: () => new Disposable(() => undefined),
    async stat(uri) {
      const folder = uri.path === "/demo" || uri.path === "/";
      const size = folder ? 0 : (await contents(uri)).byteLength;
      return { type: folder ? FileType.Directory : FileType.File, ctime: 0, mtime: 0, size };
    },
    readDirectory: () => names.map((name) => [name, FileType.File]),
    readFile: contents,
    createDirectory: readOnly,
    writeFile: readOnly,
    delete: readOnly,
    rename: readOnly,
  };
  subscriptions.push(workspace.registerFileSystemProvider("plans", provider, { isReadonly: true }));
};
