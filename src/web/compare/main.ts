import './compare.css';

import { type ComparisonView, parseComparison } from '../../sweep/comparison-view.js';
import { showEmbedded } from '../report/show-embedded.js';
import { comparisonPage } from './comparison-page.js';
import { comparisonPanels } from './comparison-panels.js';

showEmbedded((text) => {
  const data = parseComparison(text) as ComparisonView;
  return { title: data.document.name, elements: comparisonPage(data, comparisonPanels(data)) };
}, 'heaviside report <folder of the comparison>');
