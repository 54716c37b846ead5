/** Writes a text into an element. One that has not changed is left alone: nothing is laid out again for it. */
export function setText(place: Element, text: string): void {
  if (place.textContent !== text) place.textContent = text;
}
