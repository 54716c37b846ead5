import { element } from './element.js';

const CHOICES = ['system', 'light', 'dark'] as const;
const SIGNS = { system: '◐', light: '☀', dark: '☾' } as const;

/** Light, dark, or what the reader's system prefers: a button that goes from one to the next. */
export function createThemeChoice(): HTMLElement {
  const { dataset } = document.documentElement;
  const sign = element('span', { 'aria-hidden': 'true' });
  const words = element('span', { class: 'wide-only' });
  const button = element('button', { type: 'button', class: 'theme-choice' }, sign, words);
  const chosen = () => CHOICES.find((choice) => choice === dataset['theme']) ?? 'system';
  const show = (): void => {
    const name = `Theme: ${chosen()}`;
    sign.textContent = SIGNS[chosen()];
    words.textContent = name;
    button.setAttribute('aria-label', name);
    button.title = `${name} (press for the next)`;
  };
  button.addEventListener('click', () => {
    const next = CHOICES[(CHOICES.indexOf(chosen()) + 1) % CHOICES.length]!;
    if (next === 'system') delete dataset['theme'];
    else dataset['theme'] = next;
    show();
  });
  show();
  return button;
}
