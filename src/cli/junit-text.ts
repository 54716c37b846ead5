import { createRequire } from 'node:module';
import type { Builder, TestCase, TestSuite } from 'junit-report-builder';

import { HeavisideError } from '../core/heaviside-error.js';
import type { ExpectationOutcome } from '../run/run-event.js';
import { expectationTitle } from '../streams/text/expected-text.js';
import type { Summary } from '../streams/to-summary.js';

// Its types speak of a default export, which Node's import of a CommonJS module wraps once more.
const builder: Builder = createRequire(import.meta.url)('junit-report-builder');

/** XML has no way to write these characters. */
const UNWRITABLE = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu;

function written(text: string): string {
  return text.replaceAll(UNWRITABLE, '\u{fffd}');
}

/** A document with one suite, which `fill` fills. */
function document(name: string, fill: (suite: TestSuite) => void): string {
  const report = builder.newBuilder();
  fill(report.testSuite().name(written(name)));
  return report.build();
}

function addCase(suite: TestSuite, className: string, name: string): TestCase {
  return suite.testCase().className(written(className)).name(written(name));
}

/** Names of expectations for people who follow them from run to run: what they ask may change. */
function caseNames(expect: readonly ExpectationOutcome[]): readonly string[] {
  const names = expect.map(expectationTitle);
  return names.map((name, n) => {
    const before = names.slice(0, n).filter((other) => other === name).length;
    return before === 0 ? name : `${name} (${before + 1})`;
  });
}

function addError(suite: TestSuite, className: string, type: string, message: string): void {
  addCase(suite, className, 'run').error(written(message), type);
}

/**
 * A finished run as a JUnit report: one suite, one case an expectation. A run that was stopped has checked none of them,
 * which is an error.
 */
export function junitOfRun({ name, seed, backend, folder, seconds, expect, reason }: Summary): string {
  return document(name, (suite) => {
    suite.time(seconds).property('seed', String(seed)).property('backend', written(backend));
    suite.property('folder', written(folder));
    const names = caseNames(expect);
    expect.forEach(({ expected, value, pass, why }, n) => {
      const one = addCase(suite, name, names[n]!);
      const because = why === undefined ? '' : `: ${why}`;
      if (!pass) one.failure(written(`expected ${expected}, got ${value}${because}`), 'expectation');
    });
    if (reason === 'interrupted') addError(suite, name, 'interrupted', 'the run was stopped before its end');
  });
}

/** A run that failed as a JUnit report: one suite with one error. @param name Of its scenario, or its file. */
export function junitOfError(name: string, error: unknown): string {
  const isTold = error instanceof HeavisideError;
  const message = error instanceof Error ? error.message : String(error);
  return document(name, (suite) => addError(suite, name, isTold ? error.code : 'HV_INTERNAL', message));
}
