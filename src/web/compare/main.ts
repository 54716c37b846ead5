import './compare.css';

import { type ComparisonView, parseComparison } from '../../sweep/comparison-view.js';
import { createNotice } from '../page/notice.js';
import { startPage } from '../page/start-page.js';
import { embeddedBytes } from '../report/embedded-bytes.js';
import { comparisonPage } from './comparison-page.js';
import { comparisonPanels } from './comparison-panels.js';

const host = startPage();
const notice = createNotice('Reading the report …');
notice.show(undefined);
host.append(notice.element);

async function show(): Promise<void> {
  const data = parseComparison(new TextDecoder().decode(await embeddedBytes())) as ComparisonView;
  document.title = `${data.document.name} · Heaviside`;
  host.replaceChildren(...comparisonPage(data, comparisonPanels(data)));
}

show().catch((cause: unknown) => {
  const why = cause instanceof Error ? cause.message : String(cause);
  notice.fail(`This report cannot be read: ${why}. Make it again with: heaviside report <folder of the comparison>`);
});
