// The code editor: CodeMirror with what a lesson needs, and no more. Tab leaves it, as it leaves
// every other field.
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import {
  bracketMatching, indentOnInput, syntaxHighlighting, syntaxTree,
} from '@codemirror/language';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view';
import { classHighlighter } from '@lezer/highlight';

export class Editor {
  element;
  #view;
  #isQuiet = false;

  // `onRun` when Ctrl-Enter is pressed, `onChange(code)` when the code has changed.
  constructor({ code, label, onRun, onChange }) {
    this.#view = new EditorView({
      state: EditorState.create({
        doc: code,
        extensions: [
          keymap.of([{ key: 'Mod-Enter', run: () => { onRun(); return true; } },
            ...defaultKeymap, ...historyKeymap]),
          history(), lineNumbers(), drawSelection(), bracketMatching(), indentOnInput(),
          javascript(), syntaxHighlighting(classHighlighter), EditorView.lineWrapping,
          EditorView.contentAttributes.of({
            'aria-label': label, spellcheck: 'false', tabindex: '0',
          }),
          EditorView.updateListener.of(({ docChanged }) => {
            if (docChanged && !this.#isQuiet) onChange(this.code);
          }),
        ],
      }),
    });
    this.element = this.#view.dom;
  }

  get code() { return this.#view.state.doc.toString(); }

  set code(text) {
    this.#view.dispatch({ changes: { from: 0, to: this.#view.state.doc.length, insert: text } });
  }

  // Puts a text there that is not the reader's, and of which nobody is told as a change.
  show(text) {
    this.#isQuiet = true;
    this.code = text;
    this.#isQuiet = false;
  }

  // The line of the first thing that is no JavaScript; undefined if there is none.
  get brokenLine() {
    let line;
    syntaxTree(this.#view.state).iterate({
      enter: ({ type, from }) => {
        if (type.isError) line ??= this.#view.state.doc.lineAt(from).number;
      },
    });
    return line;
  }

  focus() { this.#view.focus(); }

  close() { this.#view.destroy(); }
}
