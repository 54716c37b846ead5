#!/usr/bin/env node
import { existsSync } from 'node:fs';

process.on('uncaughtException', (error) => {
  process.stderr.write(`error HV_INTERNAL: ${error?.stack ?? error}\n`);
  process.stderr.write('remedy: this is a bug in Heaviside: please report it with the command and the lines above\n');
  process.exit(3);
});

const entry = new URL('../dist/cli/main.js', import.meta.url);
if (existsSync(entry)) {
  const { main } = await import(entry.href);
  process.exitCode = await main(process.argv.slice(2));
} else {
  process.stderr.write('error HV_NOT_BUILT: this copy of Heaviside has not been compiled\nremedy: npm run build\n');
  process.exitCode = 4;
}
