/** What the space bar means something for by itself. */
const OWN = 'button, a, input, select, textarea, summary, dialog, [contenteditable], [role="slider"], [role="grid"]';

/** Does something when the space bar is pressed anywhere where it means nothing else. */
export function onSpaceBar(action: () => void): void {
  document.addEventListener('keydown', (event) => {
    const { key, target, repeat } = event;
    if (key !== ' ' || repeat || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (target instanceof Element && target.closest(OWN)) return;
    event.preventDefault();
    action();
  });
}
