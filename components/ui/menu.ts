/** What both menus (dropdown and context) are made of: data, so that a page writes its acts once and shows them in both. */
export type MenuItem =
  | {
      kind?: 'act';
      label: string;
      /** 16-px icon. */
      icon?: React.ReactNode;
      /** The key that does the same from the page: `r`, `mod+d`. Shown, not listened to: register it as a command. */
      keys?: string;
      /** A quiet second line, or why it cannot be done now. */
      help?: string;
      disabled?: boolean;
      /** In red; ask before, or offer to undo it. */
      harmful?: boolean;
      run: () => void;
    }
  | { kind: 'link'; label: string; icon?: React.ReactNode; help?: string; href: string }
  | { kind: 'check'; label: string; checked: boolean; disabled?: boolean; run: (checked: boolean) => void }
  | {
      kind: 'choice';
      label: string;
      value: string;
      options: readonly { value: string; label: string }[];
      run: (value: string) => void;
    }
  | { kind: 'label'; label: string }
  | { kind: 'line' };
