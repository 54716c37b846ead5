import RunWorker from '../run-worker.ts?worker&inline';
import { askWorker, type StartWorker } from './asked-worker.js';

/**
 * Starts a worker of the playground. Its program is text within the page: it needs no network, and it is under the policy
 * of the page, not under the headers, if any, with which a file of its own would be served.
 */
export const startWorker: StartWorker = (...listeners) => askWorker(new RunWorker(), ...listeners);
