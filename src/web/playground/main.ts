import './playground.css';

import { startPage } from '../page/start-page.js';
import { createPlayground } from './playground.js';
import { SHIPPED } from './shipped-scenarios.js';

createPlayground(startPage(), SHIPPED);
