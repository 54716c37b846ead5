import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** A file by its path from the root of the project, with `/` between folders. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Paths of all files below a folder of the project; none when the folder does not exist. */
export function pathsBelow(folder: string): readonly string[] {
  try {
    return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length).replaceAll('\\', '/'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** TypeScript below a folder, without embedded data and declarations. */
export function sourceFiles(folder: string): readonly SourceFile[] {
  return pathsBelow(folder)
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts') && !path.startsWith('src/data/embedded/'))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** Visits every node of a file's syntax tree. Strings and comments are leaves of it and never mistaken for code. */
export function visitNodes({ path, text }: SourceFile, visit: (node: ts.Node, line: number) => void): void {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true);
  const walk = (node: ts.Node): void => {
    visit(node, tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1);
    ts.forEachChild(node, walk);
  };
  walk(tree);
}
