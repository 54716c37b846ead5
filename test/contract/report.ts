import { BACKENDS } from '../../src/backends/backends.js';
import { openContractPage } from '../browser/contract-page.js';
import { contractTable } from './contract-table.js';
import { faultsOfReport } from './required.js';
import { type ContractReport, type Place, runContract } from './run-contract.js';

/** Which part of the contract is run. */
export interface Part {
  readonly places: readonly Place[];
  /** Backends by name; empty: all. */
  readonly backends: readonly string[];
}

/** Runs every backend here and in a browser, one after the other, and tells of each as it ends. */
export async function contractReports(
  { places, backends }: Part,
  tell: (line: string) => void,
): Promise<{ readonly reports: readonly ContractReport[]; readonly faults: readonly string[] }> {
  const unknown = backends.filter((name) => !BACKENDS.some((backend) => backend.name === name));
  if (unknown.length > 0)
    throw new RangeError(
      `there is no backend "${unknown[0]}"; there are ${BACKENDS.map(({ name }) => name).join(', ')}`,
    );
  const chosen = BACKENDS.filter(({ name }) => backends.length === 0 || backends.includes(name));
  const reports: ContractReport[] = [];
  const ended = (report: ContractReport): void => {
    reports.push(report);
    tell(`${report.backend} in ${report.place}: ${report.unavailable ?? `${report.cases.length} cases`}`);
  };
  if (places.includes('node')) for (const backend of chosen) ended(await runContract(backend, 'node'));
  if (places.includes('page')) {
    const page = await openContractPage({ isolated: true });
    try {
      const { webgpu = 'none', webgl2 = 'none' } = await page.abilities();
      tell(`Chromium ${page.browser}, WebGPU: ${webgpu}, WebGL2: ${webgl2}`);
      for (const { name } of chosen) ended(await page.run(name));
    } finally {
      await page.close();
    }
  }
  const faults = reports.flatMap((report) =>
    faultsOfReport(report).map((fault) => `${report.backend} in ${report.place}: ${fault}`),
  );
  return { reports, faults };
}

export { contractTable };
