'use client';

import { createContext, useContext, useMemo, useState } from 'react';
import { type Theme, themeCookie } from '#components/shell/theme.ts';

export const themeOptions: readonly { value: Theme; label: string }[] = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
];

type ThemeChoice = { theme: Theme; setTheme: (theme: Theme) => void };
const ThemeContext = createContext<ThemeChoice | null>(null);

type ThemeProviderProps = {
  /** What the cookie said when the server drew the page. */
  theme: Theme;
  children: React.ReactNode;
};

/** The choice lives in a cookie, so that the next page comes in the right theme from the server. */
export function ThemeProvider({ theme: first, children }: ThemeProviderProps) {
  const [theme, setOwn] = useState(first);
  const choice = useMemo<ThemeChoice>(
    () => ({
      theme,
      setTheme(next) {
        setOwn(next);
        document.documentElement.dataset.theme = next;
        // biome-ignore lint/suspicious/noDocumentCookie: the cookie store is not in every browser yet
        document.cookie = `${themeCookie}=${next}; path=/; max-age=31536000; samesite=lax`;
      },
    }),
    [theme],
  );
  return <ThemeContext value={choice}>{children}</ThemeContext>;
}

export function useTheme(): ThemeChoice {
  const choice = useContext(ThemeContext);
  if (!choice) throw new Error('useTheme is called outside a ThemeProvider');
  return choice;
}
