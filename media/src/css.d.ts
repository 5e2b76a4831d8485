/** A stylesheet as text, for pictures that are drawn without a page. */
declare module "*.css" {
  const text: string;
  export default text;
}
