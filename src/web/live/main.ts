import { startPage } from '../page/start-page.js';
import { createLivePage } from './live-page.js';

createLivePage(startPage(), new URL(location.href));
