import { element } from './element.js';

/** A button with a sign on it and its name in words. */
export function signButton(sign: string, name: string, press: () => void): HTMLButtonElement {
  const button = element('button', { type: 'button', class: 'sign', 'aria-label': name, title: name }, sign);
  button.addEventListener('click', press);
  return button;
}

/** A choice with its name before it. */
export function labelledSelect<T extends string>(
  name: string,
  choices: readonly (readonly [value: T, label: string])[],
  choose: (value: T) => void,
): { readonly element: HTMLElement; readonly select: HTMLSelectElement } {
  const select = element(
    'select',
    { 'aria-label': name },
    ...choices.map(([value, label]) => element('option', { value }, label)),
  );
  select.addEventListener('change', () => choose(select.value as T));
  return { element: element('label', { class: 'labelled' }, element('span', {}, name), select), select };
}

/** A whole number with its name before it; what is out of its bounds is not taken. */
export function labelledNumber(
  name: string,
  [min, max]: readonly [min: number, max: number],
  choose: (value: number) => void,
): { readonly element: HTMLElement; readonly input: HTMLInputElement } {
  const input = element('input', { type: 'number', min, max, step: 1, inputmode: 'numeric' });
  input.addEventListener('change', () => {
    if (input.reportValidity() && input.value !== '') choose(input.valueAsNumber);
  });
  return { element: element('label', { class: 'labelled' }, element('span', {}, name), input), input };
}
