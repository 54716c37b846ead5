/** Whether a panel has something to show, in words for people where it has not. */
export type PanelState =
  | { readonly kind: 'ready' }
  | { readonly kind: 'loading' | 'empty' | 'error'; readonly text: string };

export const READY: PanelState = { kind: 'ready' };
