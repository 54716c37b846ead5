import { posix } from 'node:path';
import ts from 'typescript';
import { type SourceFile, visitNodes } from './source-files.js';

/** Which module may import which others; every module may import itself. */
export const LAYERS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  kernels: [],
  data: ['core'],
  record: ['core', 'data'],
  scenario: ['core', 'data', 'record'],
  backends: ['core', 'kernels', 'data', 'record'],
  trainers: ['core', 'data', 'record', 'backends'],
  run: ['core', 'data', 'record', 'scenario', 'backends', 'trainers'],
  sweep: ['core', 'data', 'record', 'scenario', 'backends', 'trainers', 'run'],
  bench: ['core', 'data', 'record', 'scenario', 'backends', 'trainers', 'run'],
  streams: ['core', 'data', 'record', 'scenario', 'backends', 'trainers', 'run', 'sweep'],
  report: ['core', 'data', 'record', 'scenario', 'run', 'sweep', 'streams'],
  export: ['core', 'data', 'record', 'scenario'],
  serve: ['core', 'record', 'streams'],
  cli: [
    ...['core', 'data', 'record', 'scenario', 'backends', 'trainers', 'run', 'bench', 'sweep', 'streams'],
    ...['report', 'export', 'serve'],
  ],
  web: ['core', 'record', 'scenario', 'backends', 'run', 'sweep', 'streams'],
  index: ['core', 'data', 'record', 'scenario', 'backends', 'trainers', 'run', 'sweep', 'streams', 'cli'],
};

/** Modules that must not import some packages. */
const PACKAGES: readonly {
  readonly pattern: RegExp;
  readonly what: string;
  readonly allowed: (m: string) => boolean;
}[] = [
  { pattern: /^rxjs(\/|$)/, what: 'rxjs', allowed: (m) => ['streams', 'serve', 'web', 'cli'].includes(m) },
  {
    pattern: /^node:/,
    what: "Node's own modules",
    allowed: (m) => !['core', 'kernels', 'scenario', 'trainers', 'run', 'streams', 'web'].includes(m),
  },
  { pattern: /^/, what: 'packages', allowed: (m) => m !== 'core' },
];

/** `src/run/batches.ts` belongs to `run`, `src/index.ts` to `index`, everything in `kernels/` to `kernels`. */
function moduleOf(path: string): string {
  const [top, next = ''] = path.split('/');
  return top === 'src' ? next.replace(/\.[jt]s$/, '') : top!;
}

/** Every module specifier of a file: import, export … from, import(), import types and require. */
function importsOf(file: SourceFile): readonly { readonly from: string; readonly line: number }[] {
  const found: { from: string; line: number }[] = [];
  visitNodes(file, (node, line) => {
    const specifier =
      ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
        ? node.moduleSpecifier
        : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
          ? node.argument.literal
          : ts.isCallExpression(node) && isLoader(node.expression)
            ? node.arguments[0]
            : undefined;
    if (specifier && ts.isStringLiteralLike(specifier)) found.push({ from: specifier.text, line });
  });
  return found;
}

function isLoader(callee: ts.Expression): boolean {
  return callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require');
}

/** Every import that the layers do not allow, as `path:line: what is wrong`. */
export function forbiddenImports(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap((file) => {
    const importer = moduleOf(file.path);
    const allowed = LAYERS[importer];
    if (!allowed) return [`${file.path}: module "${importer}" stands in no layer`];
    return importsOf(file).flatMap(({ from, line }) => {
      const place = `${file.path}:${line}`;
      if (!from.startsWith('.')) {
        const banned = PACKAGES.find((rule) => rule.pattern.test(from) && !rule.allowed(importer));
        return banned ? [`${place}: ${importer} imports "${from}"; it may not import ${banned.what}`] : [];
      }
      const imported = moduleOf(posix.join(posix.dirname(file.path), from));
      if (imported === importer || allowed.includes(imported)) return [];
      return [
        `${place}: ${importer} imports ${imported} ("${from}"); it may import ${allowed.join(', ') || 'nothing'}`,
      ];
    });
  });
}
