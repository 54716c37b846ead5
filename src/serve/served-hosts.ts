import { isIPv6 } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';

const LOOPBACK = ['127.0.0.1', 'localhost'];

/** An address as a URL writes it. */
export function urlHost(address: string): string {
  return isIPv6(address) ? `[${address}]` : address;
}

/** Names that a browser may know a machine by, for an address that is served. */
function namesOf(address: string): readonly string[] {
  if (address === '127.0.0.1') return LOOPBACK;
  if (address !== '0.0.0.0' && address !== '::') return [address];
  const own = Object.values(networkInterfaces()).flatMap((all = []) => all.map((one) => one.address));
  return [...LOOPBACK, hostname(), ...own];
}

/**
 * Values of the header `Host` that belong to an address. Any other name that leads here is not ours: a foreign page may
 * have bent its own name to this machine.
 */
export function servedHosts(address: string, port: number): ReadonlySet<string> {
  const hosts = namesOf(address).map((name) => urlHost(name).toLowerCase());
  return new Set(hosts.flatMap((host) => (port === 80 ? [host, `${host}:80`] : [`${host}:${port}`])));
}
