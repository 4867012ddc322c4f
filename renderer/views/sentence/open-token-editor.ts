import { history, historyKeymap, standardKeymap } from '@codemirror/commands'
import { EditorState, StateEffect, StateField } from '@codemirror/state'
import { EditorView, hoverTooltip, keymap } from '@codemirror/view'
import type { DecorationSet } from '@codemirror/view'
import type { SentenceToken } from '../vocabulary/read-sentence.ts'
import { tokenMarks } from './token-marks.ts'
import { tokenAt } from './token-words.ts'
import { tokenTheme } from './token-theme.ts'

export interface TokenEditorOptions {
  text: string
  /** Accessible name, and the id of what describes it; it is sought beside the editor. */
  label: string
  description: string
  /** Characters that the text may have. */
  most: number
  tokens: () => readonly SentenceToken[]
  explain: (token: SentenceToken) => string | null
  onText(text: string): void
  onCaret(place: number): void
  onTooLong(): void
  onSave(): void
  onCancel(): void
}

export interface TokenEditor {
  /** Another text, from outside; what was typed before can then not be undone in the field any more. */
  put(text: string): void
  /** The tokens are other ones now. */
  mark(): void
  focus(): void
  close(): void
}

const newMarks = StateEffect.define<DecorationSet>()

/**
 * An editor of one text whose tokens are marked. It stands in a shadow root: there CodeMirror uses constructed style sheets, while
 * in the document it would write a <style> element, which the page's policy refuses.
 */
export function openTokenEditor(host: HTMLElement, options: TokenEditorOptions): TokenEditor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open', delegatesFocus: true })
  const marks = StateField.define<DecorationSet>({
    create: () => tokenMarks(options.tokens(), options.text.length),
    update(now, transaction) {
      const given = transaction.effects.find((effect) => effect.is(newMarks))
      return given ? (given.value as DecorationSet) : now.map(transaction.changes)
    },
    provide: (field) => EditorView.decorations.from(field),
  })
  const explained = hoverTooltip(
    (_, place) => {
      const token = tokenAt(options.tokens(), place)
      const words = token && options.explain(token)
      if (!token || !words) return null
      const create = () => ({ dom: Object.assign(document.createElement('div'), { textContent: words }) })
      return { pos: token.start, end: token.end, above: true, create }
    },
    { hoverTime: 150 },
  )
  const always = (work: () => void) => () => {
    work()
    return true
  }
  const stateOf = (text: string) =>
    EditorState.create({
      doc: text,
      extensions: [
        history(),
        keymap.of([
          { key: 'Mod-Enter', run: always(options.onSave), stopPropagation: true },
          { key: 'Escape', run: always(options.onCancel), stopPropagation: true },
          ...historyKeymap.map((binding) => ({ ...binding, stopPropagation: true })),
          ...standardKeymap,
        ]),
        EditorState.changeFilter.of((transaction) => {
          if (!transaction.docChanged || transaction.newDoc.length <= options.most) return true
          options.onTooLong()
          return false
        }),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          'aria-label': options.label,
          'aria-description': options.description,
          spellcheck: 'false',
          tabindex: '0',
        }),
        marks,
        explained,
        tokenTheme,
        EditorView.updateListener.of((update) => {
          if (update.docChanged) options.onText(update.state.doc.toString())
          if (update.docChanged || update.selectionSet) options.onCaret(update.state.selection.main.head)
        }),
      ],
    })
  const view = new EditorView({ state: stateOf(options.text), root, parent: root })
  return {
    put(text) {
      if (text !== view.state.doc.toString()) view.setState(stateOf(text))
    },
    mark: () => view.dispatch({ effects: newMarks.of(tokenMarks(options.tokens(), view.state.doc.length)) }),
    focus: () => view.focus(),
    close: () => view.destroy(),
  }
}
