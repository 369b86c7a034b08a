/** Holds the reader's zone, so that from the second visit on the server writes times as the reader's clock shows them. */
export const zoneCookie = 'baton-zone';

/** A cookie's value as a zone this machine knows, or null: cookies can be written by hand. */
export function readZone(value: string | undefined): string | null {
  if (!value) return null;
  try {
    const zone = decodeURIComponent(value);
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return zone;
  } catch {
    // Neither encoding nor zone can be asked beforehand; both throw a RangeError or URIError.
    return null;
  }
}
