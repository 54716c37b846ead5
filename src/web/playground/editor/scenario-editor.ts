import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, indentUnit } from '@codemirror/language';
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
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

/** A scenario's text, to be changed. */
export interface ScenarioEditor {
  readonly element: HTMLElement;
  readonly text: () => string;
  /** Puts another text in its place; nobody is told. */
  replace(text: string): void;
  /** Marks what is wrong, each at its place; none takes the marks away. */
  mark(problems: readonly Problem[]): void;
  /** Puts the cursor at a problem. */
  goTo(problem: Problem): void;
  destroy(): void;
}

/**
 * An editor for YAML. Tab indents; Escape, then Tab leaves it.
 *
 * It stands in a shadow tree: there its styles are constructed sheets, which the page's policy allows, and its keys stay
 * its own.
 *
 * @param changed Hears of every change that a person makes.
 */
export function createScenarioEditor(text: string, changed: () => void): ScenarioEditor {
  const host = element('div', { class: 'editor' });
  const root = host.attachShadow({ mode: 'open' });
  const label = { 'aria-label': 'Scenario as YAML. Escape, then Tab leaves the editor.' };
  const extensions = [
    ...[lineNumbers(), highlightActiveLineGutter(), highlightActiveLine(), drawSelection(), history()],
    ...[EditorView.lineWrapping, REPLACING],
    ...[bracketMatching(), yaml(), indentUnit.of('  '), lintGutter(), EDITOR_THEME],
    keymap.of([...defaultKeymap, ...historyKeymap, ...lintKeymap, indentWithTab]),
    EditorView.contentAttributes.of({ ...label, spellcheck: 'false', autocapitalize: 'off' }),
    EditorView.updateListener.of(({ docChanged }) => {
      if (docChanged) changed();
    }),
  ];
  const view = new EditorView({ state: EditorState.create({ doc: text, extensions }), parent: root, root });
  const keepKeys = (event: Event): void => event.stopPropagation();
  host.addEventListener('keydown', keepKeys);
  return {
    element: host,
    text: () => view.state.doc.toString(),
    replace(next) {
      view.setState(EditorState.create({ doc: next, extensions }));
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
    destroy: () => view.destroy(),
  };
}
