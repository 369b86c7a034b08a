/** A page the navigation leads to. Given as data by the layout; only pages that exist. */
export type Destination = {
  href: string;
  label: string;
  /** 16-px icon, as an element: it crosses from server to browser. */
  icon: React.ReactNode;
  /** A quiet number at the right: what waits there. */
  count?: number | undefined;
  /** How many of them are late: "1 late", in red, before the count. */
  late?: number | undefined;
  /** At the foot of the navigation instead of its head. */
  atFoot?: boolean;
  /** In the bar at the thumb on a phone (at most three); the others are behind "More". */
  onPhone?: boolean;
  /** One key after the other from anywhere: `g p`. */
  keys?: string;
};

/** The destination a page belongs to: the longest address the path begins with. `/` is only itself. */
export function currentDestination<Place extends { href: string }>(
  path: string,
  places: readonly Place[],
): Place | undefined {
  return places
    .filter(({ href }) => (href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`)))
    .sort((a, b) => b.href.length - a.href.length)[0];
}

/** True below one of the prefixes: `/plays/` makes every play a work surface, but not the list `/plays`. */
export function isWorkSurface(path: string, prefixes: readonly string[]): boolean {
  return prefixes.some((prefix) => path.startsWith(prefix) && path.length > prefix.length);
}
