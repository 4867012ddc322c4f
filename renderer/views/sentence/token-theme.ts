import { EditorView } from '@codemirror/view'

/** The editor in the page's own colours; custom properties reach into the shadow root. */
export const tokenTheme = EditorView.theme({
  '&': {
    border: '1px solid var(--line-control)',
    borderRadius: 'var(--radius-md)',
    background: 'var(--surface-raised)',
    color: 'var(--ink)',
    minHeight: '62px',
    maxHeight: '180px',
  },
  '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '1px' },
  '.cm-scroller': { overflow: 'auto', fontFamily: 'inherit', lineHeight: '1.7' },
  '.cm-content': { padding: 'var(--space-2) 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 var(--space-3)' },
  '.token': {
    borderRadius: '3px',
    background: 'color-mix(in srgb, var(--accent) 14%, transparent)',
  },
  '.unknown': {
    background: 'var(--warning-soft)',
    textDecoration: 'underline wavy var(--warning)',
    textUnderlineOffset: '3px',
  },
  '.cut': { color: 'var(--ink-faint)', textDecoration: 'line-through' },
  '.cm-tooltip': {
    padding: '3px 8px',
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--radius-sm)',
    background: 'var(--surface-raised)',
    color: 'var(--ink)',
    fontSize: 'var(--text-sm)',
    zIndex: 'var(--layer-tip)',
  },
})
