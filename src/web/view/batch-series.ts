export { BatchSeries } from '../../streams/frames/batch-series.js';
