import '../compare/compare.css';
import './sweep.css';

import { parseSweepDocument, type SweepDocument } from '../../sweep/sweep-document.js';
import { showEmbedded } from '../report/show-embedded.js';
import { createSweepChart } from './sweep-chart.js';
import { sweepPage } from './sweep-page.js';

showEmbedded((text) => {
  const document = parseSweepDocument(text) as SweepDocument;
  return { title: document.name, elements: sweepPage(document, createSweepChart(document)) };
}, 'heaviside report <folder of the sweep>');
