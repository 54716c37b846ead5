type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * Makes an element. Text becomes text, never HTML: names, labels and scenario text of a run are foreign.
 *
 * @param attributes `true` sets an empty attribute, `false` and `undefined` none.
 */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (/^on/i.test(name)) throw new RangeError(`${name}: listeners are added, never written as attributes`);
    if (value === true) made.setAttribute(name, '');
    else if (value !== false && value !== undefined) made.setAttribute(name, String(value));
  }
  made.append(...children);
  return made;
}
