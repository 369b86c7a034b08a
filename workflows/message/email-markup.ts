import {
  type EmailBlock,
  type EmailInline,
  type EmailMark,
  isSafeLink,
} from '#workflows/message/email-document.ts';

// Inline styles and a system font: mail clients drop style sheets. Colours are left to the client, so that dark mode works.
export const BODY_STYLE =
  'font-family:-apple-system,BlinkMacSystemFont,"Segoe UI",Roboto,Helvetica,Arial,sans-serif;font-size:15px;line-height:1.5;margin:0;padding:16px'.replaceAll(
    '"',
    "'",
  );
export const STYLES = {
  paragraph: 'margin:0 0 16px',
  heading: {
    1: 'margin:24px 0 8px;font-size:22px;line-height:1.3',
    2: 'margin:24px 0 8px;font-size:18px;line-height:1.3',
    3: 'margin:16px 0 8px;font-size:15px;line-height:1.4',
  },
  list: 'margin:0 0 16px;padding-left:24px',
  item: 'margin:0 0 4px',
  footer:
    'margin:32px 0 0;padding-top:12px;border-top:1px solid #cccccc;font-size:12px;line-height:1.5;opacity:0.75',
} as const;

/** Text as it may stand between tags and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A few lines of text, broken where they were. */
export function linesHtml(text: string): string {
  return text.trim().split(/\r?\n/).map(escapeHtml).join('<br>');
}

/** One block as HTML; merge fields must have been filled before. */
export function blockHtml(block: EmailBlock): string {
  if (block.type === 'bulletList' || block.type === 'orderedList') {
    const tag = block.type === 'bulletList' ? 'ul' : 'ol';
    const items = block.content.map(
      (item) => `<li style="${STYLES.item}">${item.content.map(itemHtml).join('')}</li>`,
    );
    return `<${tag} style="${STYLES.list}">${items.join('')}</${tag}>`;
  }
  const inner = inlinesHtml(block.content ?? []);
  if (block.type === 'heading') {
    const { level } = block.attrs;
    return `<h${level} style="${STYLES.heading[level]}">${inner}</h${level}>`;
  }
  // An empty paragraph is a person's blank line; mail clients collapse one without content.
  return `<p style="${STYLES.paragraph}">${inner === '' ? '&nbsp;' : inner}</p>`;
}

/** Paragraphs inside list items bring no margins of their own. */
function itemHtml(block: EmailBlock): string {
  return block.type === 'paragraph' ? `<div>${inlinesHtml(block.content ?? [])}</div>` : blockHtml(block);
}

function inlinesHtml(content: readonly EmailInline[]): string {
  return content
    .map((inline) => {
      if (inline.type === 'hardBreak') return '<br>';
      const text = inline.type === 'text' ? escapeHtml(inline.text) : '';
      return (inline.marks ?? []).reduce(markHtml, text);
    })
    .join('');
}

function markHtml(inner: string, mark: EmailMark): string {
  if (mark.type === 'bold') return `<strong>${inner}</strong>`;
  if (mark.type === 'italic') return `<em>${inner}</em>`;
  // Stored documents are parsed, but this is the last door before a mail client.
  return isSafeLink(mark.attrs.href) ? `<a href="${escapeHtml(mark.attrs.href)}">${inner}</a>` : inner;
}

/** Blocks as plain text, lists with marks, links with their address behind them. */
export function blocksText(blocks: readonly EmailBlock[], level: number): string {
  return blocks.map((block) => blockText(block, level)).join(level === 0 ? '\n\n' : '\n');
}

function blockText(block: EmailBlock, level: number): string {
  if (block.type === 'bulletList' || block.type === 'orderedList') {
    return block.content
      .map((item, i) => {
        const mark = block.type === 'bulletList' ? '- ' : `${i + 1}. `;
        const [first = '', ...rest] = blocksText(item.content, level + 1).split('\n');
        return [`${mark}${first}`, ...rest.map((line) => `${' '.repeat(mark.length)}${line}`)].join('\n');
      })
      .join('\n');
  }
  return (block.content ?? []).map(inlineText).join('');
}

function inlineText(inline: EmailInline): string {
  if (inline.type === 'hardBreak') return '\n';
  if (inline.type === 'mergeField') return '';
  const link = inline.marks?.find((mark) => mark.type === 'link');
  const href = link?.attrs.href.replace(/^mailto:/i, '');
  return href === undefined || href === inline.text ? inline.text : `${inline.text} (${href})`;
}
