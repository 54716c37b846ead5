/** A text whose negative numbers have a minus sign as wide as a plus; hyphens of names and powers stay. */
export function withMinusSigns(text: string): string {
  return text.replaceAll(/(?<!\w)-(?=[\d.])/g, '−');
}
