import { z } from 'zod';

const theme = z.enum(['system', 'light', 'dark']);
export type Theme = z.infer<typeof theme>;

/** Holds the person's choice, so that the server draws the right theme at once. No cookie: the system's theme. */
export const themeCookie = 'baton-theme';

/** Reads a cookie's value; anything unknown counts as "system". */
export function parseTheme(value: string | undefined): Theme {
  return theme.catch('system').parse(value);
}
