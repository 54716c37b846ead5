import { LONG_LINK } from './link/write-link.js';

/** The address of the page, which holds the experiment behind `#`. */
export interface Address {
  /** Puts a link there, without a step in the browser's history. */
  write(link: string): void;
}

/** @param opened Hears what stands behind `#` when somebody else has put it there: a link was opened, or typed. */
export function watchAddress(opened: (hash: string) => void): Address {
  let own = location.hash;
  addEventListener('hashchange', () => {
    if (location.hash === own) return;
    own = location.hash;
    opened(location.hash);
  });
  return {
    write(link) {
      if (own === `#${link}`) return;
      history.replaceState(history.state, '', `#${link}`);
      own = location.hash;
    },
  };
}

/** What is to be said of a link's length; undefined: nothing. */
export function lengthRemark(address: string): string | undefined {
  if (address.length <= LONG_LINK) return undefined;
  return `This link has ${address.length} characters; some programs cut links beyond ${LONG_LINK}. Share the scenario as a file instead.`;
}
