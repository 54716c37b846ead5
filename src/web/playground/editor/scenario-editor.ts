import { defaultKeymap, history, historyKeymap, indentWithTab, isolateHistory } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, indentUnit } from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { Annotation, EditorState } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';

import type { Problem } from '../../../scenario/problems/problem.js';
import { element } from '../../page/element.js';
import { EDITOR_THEME } from './editor-theme.js';
import { problemMark } from './problem-marks.js';
import { beginsAs, originField, scenarioOrigin } from './scenario-origin.js';

/** Marks what the page changes by itself. */
const byPage = Annotation.define<true>();

/**
 * Replaces selected text by what is typed. Left to itself, a browser would keep the look of what was there by style
 * attributes, which the page's policy refuses.
 */
const REPLACING = EditorView.domEventHandlers({
  beforeinput({ inputType, data, isComposing }, view) {
    if (inputType !== 'insertText' || data === null || isComposing || view.state.selection.main.empty) return false;
    view.dispatch(view.state.replaceSelection(data), { userEvent: 'input.type', scrollIntoView: true });
    return true;
  },
});

/** A text, and which shipped scenario it began as. */
interface BegunText {
  /** Name of the scenario; '' for none. */
  readonly base: string;
  readonly text: string;
}

/** A scenario's text, to be changed. */
export interface ScenarioEditor {
  readonly element: HTMLElement;
  readonly text: () => string;
  readonly base: () => string;
  /** Puts another text in its place; nobody is told, and who wrote the old one can take it back. */
  replace(next: BegunText): void;
  /** Marks what is wrong, each at its place; none takes the marks away. */
  mark(problems: readonly Problem[]): void;
  /** Puts the cursor at a problem. */
  goTo(problem: Problem): void;
}

/**
 * An editor for YAML. Tab indents; Escape, then Tab leaves it.
 *
 * It stands in a shadow tree: there its styles are constructed sheets, which the page's policy allows, and its keys stay
 * its own.
 *
 * @param changed Hears of every change that a person makes.
 */
export function createScenarioEditor({ base, text }: BegunText, changed: () => void): ScenarioEditor {
  const host = element('div', { class: 'editor' });
  const root = host.attachShadow({ mode: 'open' });
  const label = { 'aria-label': 'Scenario as YAML. Escape, then Tab leaves the editor.' };
  const extensions = [
    ...[
      lineNumbers(),
      highlightActiveLineGutter(),
      highlightActiveLine(),
      drawSelection(),
      history(),
      scenarioOrigin(base),
    ],
    ...[EditorView.lineWrapping, REPLACING],
    ...[bracketMatching(), yaml(), indentUnit.of('  '), lintGutter(), EDITOR_THEME],
    keymap.of([...defaultKeymap, ...historyKeymap, ...lintKeymap, indentWithTab]),
    EditorView.contentAttributes.of({ ...label, spellcheck: 'false', autocapitalize: 'off' }),
    EditorView.updateListener.of(({ transactions }) => {
      if (transactions.some((done) => done.docChanged && !done.annotation(byPage))) changed();
    }),
  ];
  const view = new EditorView({ state: EditorState.create({ doc: text, extensions }), parent: root, root });
  const keepKeys = (event: Event): void => event.stopPropagation();
  host.addEventListener('keydown', keepKeys);
  return {
    element: host,
    text: () => view.state.doc.toString(),
    base: () => view.state.field(originField),
    replace(next) {
      const change = {
        changes: { from: 0, to: view.state.doc.length, insert: next.text },
        effects: beginsAs.of(next.base),
        selection: { anchor: 0 },
        scrollIntoView: true,
        annotations: [byPage.of(true), isolateHistory.of('full')],
      };
      // The marks are of the old text.
      view.dispatch(change, setDiagnostics(view.state, []));
    },
    mark(problems) {
      const marks = problems.map((problem) => problemMark(view.state.doc, problem));
      view.dispatch(setDiagnostics(view.state, marks));
    },
    goTo(problem) {
      const { from } = problemMark(view.state.doc, problem);
      view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
      view.focus();
    },
  };
}
