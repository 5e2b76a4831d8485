/** The same object for the same content, from one look at a file to the next: the engine knows by the object what it has prepared. */

/** Contents that are remembered. */
const most = 16;

/** Gives the object of the same content that was seen before, or else the object itself. */
export function interned<Value>(): (value: Value) => Value {
  const recent: Value[] = [];
  return (value) => {
    const known = recent.find((each) => alike(each, value));
    if (known !== undefined) return known;
    if (recent.length >= most) recent.shift();
    recent.push(value);
    return value;
  };
}

function alike(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  const [one, other] = [Object.entries(left), Object.entries(right)];
  return one.length === other.length && one.every(([key, value], index) => key === other[index]?.[0] && alike(value, other[index]?.[1]));
}
