import { element } from '../../page/element.js';

/** What can be chosen from a panel's menu. */
export interface MenuChoice {
  readonly text: string;
  readonly choose: () => void;
  /** Whether it is switched on, for choices that are switched. */
  readonly checked?: () => boolean;
}

/** A button with a menu. */
export interface PanelMenu {
  readonly element: HTMLElement;
  destroy(): void;
}

let made = 0;

/**
 * Makes a menu for mouse, touch and keyboard: arrows, Home and End move, Enter or Space choose, Escape closes.
 *
 * @param name What the button is called: `Options of Spikes`.
 */
export function createPanelMenu(name: string, choices: readonly MenuChoice[]): PanelMenu {
  const id = `panel-menu-${++made}`;
  const button = element(
    'button',
    { type: 'button', class: 'panel-button', 'aria-haspopup': 'menu', 'aria-expanded': 'false', 'aria-controls': id },
    '⋯',
  );
  button.setAttribute('aria-label', name);
  button.title = name;
  const items = choices.map(({ text, checked }) =>
    element(
      'button',
      { type: 'button', role: checked ? 'menuitemcheckbox' : 'menuitem', tabindex: -1, class: 'panel-menu-item' },
      text,
    ),
  );
  const list = element(
    'div',
    { id, role: 'menu', class: 'panel-menu-list', 'aria-label': name, hidden: true },
    ...items,
  );
  const whole = element('div', { class: 'panel-menu' }, button, list);

  const focus = (number: number): void => items[(number + items.length) % items.length]!.focus();
  const open = (number: number): void => {
    choices.forEach(({ checked }, k) => {
      if (checked) items[k]!.setAttribute('aria-checked', String(checked()));
    });
    list.hidden = false;
    button.setAttribute('aria-expanded', 'true');
    document.addEventListener('pointerdown', closeFromOutside, true);
    focus(number);
  };
  const close = (): void => {
    list.hidden = true;
    button.setAttribute('aria-expanded', 'false');
    document.removeEventListener('pointerdown', closeFromOutside, true);
  };
  const closeFromOutside = (event: Event): void => {
    if (!whole.contains(event.target as Node)) close();
  };
  button.addEventListener('click', () => (list.hidden ? open(0) : close()));
  whole.addEventListener('focusout', (event) => {
    if (!list.hidden && !(event.relatedTarget instanceof Node && whole.contains(event.relatedTarget))) close();
  });
  items.forEach((item, k) => {
    item.addEventListener('click', () => {
      close();
      button.focus();
      choices[k]!.choose();
    });
  });
  whole.addEventListener('keydown', (event) => {
    const at = items.indexOf(document.activeElement as HTMLButtonElement);
    const moves: Readonly<Record<string, () => void>> = list.hidden
      ? { ArrowDown: () => open(0), ArrowUp: () => open(items.length - 1) }
      : {
          ArrowDown: () => focus(at + 1),
          ArrowUp: () => focus(at < 0 ? items.length - 1 : at - 1),
          Home: () => focus(0),
          End: () => focus(items.length - 1),
          Escape: () => {
            close();
            button.focus();
          },
        };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    // Keys of the page, such as panning by arrows, are not meant.
    event.stopPropagation();
    move();
  });
  return { element: whole, destroy: close };
}
