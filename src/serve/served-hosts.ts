import { isIPv6 } from 'node:net';
import { hostname, type NetworkInterfaceInfo, networkInterfaces } from 'node:os';

const LOOPBACK = ['127.0.0.1', 'localhost'];

/** An address as a URL writes it. */
export function urlHost(address: string): string {
  return isIPv6(address) ? `[${address}]` : address;
}

/** Whether an address stands for all of a machine's. Nobody can open it as such. */
function isAll(address: string): boolean {
  return address === '0.0.0.0' || address === '::';
}

function ownAddresses() {
  return Object.values(networkInterfaces()).flatMap((all = []) => all);
}

/**
 * What to open in a browser for an address that is served: itself, or where it stands for all of the machine's, the first
 * one that others reach. An address of one link only would need its interface in the URL, which no browser takes.
 */
export function reachableHost(
  address: string,
  addresses: () => readonly NetworkInterfaceInfo[] = ownAddresses,
): string {
  if (!isAll(address)) return address;
  const others = addresses().filter((one) => !one.internal && (one.family === 'IPv4' || one.scopeid === 0));
  const first = others.find(({ family }) => family === 'IPv4') ?? (address === '::' ? others[0] : undefined);
  return first?.address ?? '127.0.0.1';
}

/** Names that a browser may know a machine by, for an address that is served. */
function namesOf(address: string): readonly string[] {
  if (address === '127.0.0.1') return LOOPBACK;
  if (!isAll(address)) return [address];
  return [...LOOPBACK, hostname(), ...ownAddresses().map((one) => one.address)];
}

/**
 * Values of the header `Host` that belong to an address. Any other name that leads here is not ours: a foreign page may
 * have bent its own name to this machine.
 */
export function servedHosts(address: string, port: number): ReadonlySet<string> {
  const hosts = namesOf(address).map((name) => urlHost(name).toLowerCase());
  return new Set(hosts.flatMap((host) => (port === 80 ? [host, `${host}:80`] : [`${host}:${port}`])));
}
