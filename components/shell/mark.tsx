/** Baton's sign: one hand gives, the next takes. The product's name stands beside it or in the link's label. */
export function Mark() {
  return (
    <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true" className="shrink-0 fill-text-1">
      <rect x="1.2" y="6.9" width="9.6" height="3.8" rx="1.9" transform="rotate(-45 6 8.8)" />
      <rect x="7.2" y="7.3" width="9.6" height="3.8" rx="1.9" transform="rotate(-45 12 9.2)" opacity=".45" />
    </svg>
  );
}
