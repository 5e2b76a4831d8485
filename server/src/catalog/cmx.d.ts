/** CMX sources are bundled as text. */
declare module "*.cmx" {
  const text: string;
  export default text;
}
