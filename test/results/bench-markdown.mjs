// Prints results of `heaviside bench … --json` as Markdown tables, for the README.
//
//   npm run bench:table -- step-1.json step-2.json scale.json
import { readFileSync } from 'node:fs';
import { backendsTable, memoryTable, scaleTable, stepTable } from './bench-table.mjs';

const TABLES = { scale: scaleTable, backends: backendsTable, memory: memoryTable };

const results = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, 'utf8')));
const steps = results.filter(({ bench }) => bench === 'step');
const tables = results.filter(({ bench }) => bench !== 'step').map((result) => TABLES[result.bench](result));
console.log([...(steps.length > 0 ? [stepTable(steps)] : []), ...tables].join('\n\n'));
