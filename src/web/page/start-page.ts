import './page.css';
import '../charts/panel/charts.css';
import '../charts/time/time-charts.css';
import './controls.css';
import './dashboard.css';
import './figures.css';
import './narrow.css';

import { element } from './element.js';
import { followTheme } from './theme.js';

/** What every page does first: styles, theme, and a host for what it shows. */
export function startPage(): HTMLElement {
  followTheme();
  const host = element('div', { class: 'page' });
  document.body.append(host);
  return host;
}
