import ts from 'typescript';
import { type SourceFile, visitNodes } from './source-files.js';

/** Chance and time that come from nowhere, by object and member; `new Date()` besides. */
const HIDDEN: Readonly<Record<string, readonly string[]>> = {
  Math: ['random'],
  Date: ['now'],
  performance: ['now', 'timeOrigin'],
  crypto: ['getRandomValues', 'randomUUID'],
};

/** Every use of chance or time that is not an argument, as `path:line: what`. */
export function hiddenInputs(files: readonly SourceFile[]): readonly string[] {
  const found: string[] = [];
  for (const file of files)
    visitNodes(file, (node, line) => {
      const what = hiddenInput(node);
      if (what) found.push(`${file.path}:${line}: ${what}`);
    });
  return found;
}

function hiddenInput(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return hiddenMember(node.expression, node.name.text);
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression))
    return hiddenMember(node.expression, node.argumentExpression.text);
  // const { random } = Math
  if (ts.isVariableDeclaration(node) && node.initializer && ts.isObjectBindingPattern(node.name)) {
    const names = node.name.elements.map((element) => (element.propertyName ?? element.name).getText());
    for (const name of names) {
      const what = hiddenMember(node.initializer, name);
      if (what) return what;
    }
  }
  const isDate = ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'Date';
  return isDate && (node.arguments?.length ?? 0) === 0 ? 'new Date()' : undefined;
}

function hiddenMember(object: ts.Expression, member: string): string | undefined {
  const owner = ts.isPropertyAccessExpression(object) ? object.name.text : object.getText();
  return HIDDEN[owner]?.includes(member) ? `${owner}.${member}` : undefined;
}
