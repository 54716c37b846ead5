import { element } from '../../page/element.js';

/** A part of the page that can fill the window. */
export interface Enlarging {
  readonly button: HTMLButtonElement;
  destroy(): void;
}

/**
 * Lets a part of the page fill the window: it moves into a modal dialog, so that the keyboard stays in it and Escape
 * brings it back.
 *
 * @param title What is enlarged, for the button's name.
 */
export function createEnlarging(part: HTMLElement, title: string): Enlarging {
  const button = element('button', { type: 'button', class: 'panel-button' }, '⤢');
  const dialog = element('dialog', { class: 'panel-dialog' });
  dialog.setAttribute('aria-label', title);
  const place = document.createComment('');
  const isLarge = (): boolean => dialog.isConnected;
  const say = (): void => {
    const name = isLarge() ? `Shrink ${title}` : `Enlarge ${title}`;
    button.setAttribute('aria-label', name);
    button.setAttribute('aria-pressed', String(isLarge()));
    button.title = name;
  };
  const shrink = (): void => {
    if (!isLarge()) return;
    place.replaceWith(part);
    dialog.remove();
    say();
    button.focus();
  };
  const enlarge = (): void => {
    part.replaceWith(place);
    dialog.append(part);
    document.body.append(dialog);
    dialog.showModal();
    say();
    button.focus();
  };
  button.addEventListener('click', () => (isLarge() ? dialog.close() : enlarge()));
  dialog.addEventListener('close', shrink);
  say();
  return {
    button,
    destroy() {
      shrink();
      dialog.remove();
    },
  };
}
