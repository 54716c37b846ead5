import { BehaviorSubject } from 'rxjs';

/** Colours of a page, as the canvas needs them: those of the style sheet. */
export interface Theme {
  readonly dark: boolean;
  readonly background: string;
  readonly text: string;
  readonly muted: string;
  readonly grid: string;
  /** Layers and runs, told apart by people with any colour vision (Okabe and Ito), adapted to the background. */
  readonly palette: readonly string[];
  /** Diverging scale for rewards: negative, zero, positive. */
  readonly diverging: readonly [negative: string, zero: string, positive: string];
  readonly warning: string;
}

/** @see Okabe, Ito 2008, "Color Universal Design". Yellow and black are left out: one vanishes on white, one on black. */
const LIGHT: Theme = {
  dark: false,
  background: '#ffffff',
  text: '#1c2024',
  muted: '#5c6670',
  grid: '#e3e6e9',
  palette: ['#0072b2', '#d55e00', '#009e73', '#b8568c', '#3d8fc4', '#a87500'],
  diverging: ['#d55e00', '#f7f7f7', '#0072b2'],
  warning: '#a33c00',
};

const DARK: Theme = {
  dark: true,
  background: '#14181c',
  text: '#e6e9ec',
  muted: '#9aa5b0',
  grid: '#2b3238',
  palette: ['#56b4e9', '#ff9b4a', '#2ec79b', '#e59ac4', '#8fd0f5', '#e69f00'],
  diverging: ['#ff9b4a', '#262c32', '#56b4e9'],
  warning: '#ffb38a',
};

/** The page's theme: what the reader's system prefers, until told otherwise. */
export const theme = new BehaviorSubject<Theme>(LIGHT);

/** Follows the system's preference and what `data-theme` of the document says; writes the colours where the style sheet reads them. */
export function followTheme(): void {
  const prefersDark = matchMedia('(prefers-color-scheme: dark)');
  const apply = (): void => {
    const wanted = document.documentElement.dataset['theme'];
    const next = (wanted ? wanted === 'dark' : prefersDark.matches) ? DARK : LIGHT;
    const { style } = document.documentElement;
    style.setProperty('--background', next.background);
    style.setProperty('--text', next.text);
    style.setProperty('--muted', next.muted);
    style.setProperty('--grid', next.grid);
    style.setProperty('--accent', next.palette[0]!);
    style.setProperty('--warning', next.warning);
    style.setProperty('color-scheme', next.dark ? 'dark' : 'light');
    theme.next(next);
  };
  prefersDark.addEventListener('change', apply);
  new MutationObserver(apply).observe(document.documentElement, { attributeFilter: ['data-theme'] });
  apply();
}

/** Colour of a layer or a run. */
export function colourOf({ palette }: Theme, number: number): string {
  return palette[number % palette.length]!;
}
