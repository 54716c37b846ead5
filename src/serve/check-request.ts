import { createHash, timingSafeEqual } from 'node:crypto';

/** What of a request is checked. */
export interface CheckedRequest {
  readonly method: string | undefined;
  /** As it came: path and query. */
  readonly url: string | undefined;
  readonly host: string | undefined;
  readonly origin: string | undefined;
}

/** To whom requests must be addressed. */
export interface Addressee {
  readonly hosts: ReadonlySet<string>;
  /** What every path must begin with; undefined: nothing. */
  readonly token?: string | undefined;
}

/** A request that is refused. */
export interface Refusal {
  readonly status: 403 | 404 | 405 | 421 | 503;
  readonly reason: string;
}

/** A request that is addressed properly. */
export interface Addressed {
  /** Path behind the token, without the first `/`: as it came, nothing decoded. */
  readonly path: string;
  readonly query: string;
}

/**
 * Checks to whom a request is addressed and from where: its method, `Host` (a name that was bent to this machine is not
 * ours), `Origin` (other pages are not to ask), and the token.
 *
 * @param from `any`: without `Origin` as well, as when somebody opens the page; `own`: from our own pages only.
 */
export function checkRequest(
  { method, url = '', host, origin }: CheckedRequest,
  { hosts, token }: Addressee,
  from: 'any' | 'own',
): Addressed | Refusal {
  const name = host?.toLowerCase();
  if (name === undefined || !hosts.has(name)) return { status: 421, reason: 'this server has another name' };
  if (origin === undefined ? from === 'own' : origin.toLowerCase() !== `http://${name}`)
    return { status: 403, reason: 'pages of other origins are refused' };
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, reason: 'expected GET or HEAD' };
  const [path = '', ...query] = url.split('?');
  const [root, first, ...rest] = path.split('/');
  if (root !== '' || first === undefined) return { status: 404, reason: 'there is nothing here' };
  if (token === undefined) return { path: [first, ...rest].join('/'), query: query.join('?') };
  if (!sameText(first, token)) return { status: 403, reason: 'open the address that Heaviside printed, token and all' };
  // Without it, what the page asks for by relative paths would lack the token.
  if (rest.length === 0) return { status: 404, reason: 'the address that Heaviside printed ends in "/"' };
  return { path: rest.join('/'), query: query.join('?') };
}

/** Compares without telling by its time where two texts differ. */
function sameText(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
