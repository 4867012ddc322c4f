// Lint rules. The import borders of ARCHITECTURE.md ('Folders are processes') are enforced here:
// renderer -> shared <- electron, and nothing the other way.
import ts from 'typescript-eslint'
import vue from 'eslint-plugin-vue'
import vueParser from 'vue-eslint-parser'

const border = (message, group, options = {}) => ({ group, message, ...options })
const noImports = (...patterns) => ({ '@typescript-eslint/no-restricted-imports': ['error', { patterns }] })

const noElectron = border(
  "Only electron/main.ts, preload.ts and shell/ may import 'electron'.",
  ['electron', 'electron/**'],
  {},
)
const noTests = border('Product code never imports tests.', ['**/test/**'])

/** Folders whose texts are all messages (shared/messages); what is added there must be, too. */
const converted = [
  'renderer/app.vue',
  'renderer/{components,charts}/**/*.vue',
  'renderer/views/{inspect,laboratory,lessons}/**/*.vue',
  'renderer/views/{settings,train,data,experiments,compare,vocabulary}/**/*.vue',
]
/** What is written alike in every language. */
const signs = [
  'Unroll',
  'i',
  '◆',
  '●',
  '▾',
  'Z',
  'W',
  '1 ×',
  '⋮',
  '★',
  'px',
  'LSTM',
  'f ⊙ c',
  'sigmoid(z)',
  'tanh(z)',
  'h = tanh(z)',
  'x',
  'z',
  'GRU',
  'ANN: (V · L) · H + H',
  'RNN: (V + H) · H + H',
  '0',
  '95',
  '⌘',
  ...'·…–—−+×=→←↑↓,.;:()[]%/|&“”„#°<>*?!',
]

export default ts.config(
  {
    ignores: [
      'node_modules/**',
      'out/**',
      'test/screenshots/**',
      'test/fixtures/**',
      '**/*.d.ts',
      'shared/engine/kernels/wasm/assembly/**',
      'electron/importing/scan/assembly/**',
    ],
  },
  ...ts.configs.recommended,
  ...vue.configs['flat/essential'],
  {
    files: ['**/*.ts', '**/*.vue'],
    languageOptions: { parser: vueParser, parserOptions: { parser: ts.parser, sourceType: 'module' } },
    rules: {
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'prefer-const': 'error',
      'no-constant-condition': 'off',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'vue/multi-word-component-names': 'off',
    },
  },
  {
    files: ['shared/**/*.ts'],
    rules: {
      ...noImports(
        border('shared/ runs in every process: it imports no Node, no Electron.', [
          'node:*',
          'fs',
          'path',
          'electron',
          '**/electron/**',
        ]),
        border('shared/ runs in every process: it imports no page code and no Vue.', [
          'vue',
          'pinia',
          'chart.js',
          '**/renderer/**',
        ]),
        noTests,
      ),
      'no-restricted-globals': [
        'error',
        'window',
        'document',
        'self',
        'localStorage',
        'navigator',
        'process',
        'Buffer',
        'require',
        'fetch',
      ],
    },
  },
  {
    files: ['electron/**/*.ts'],
    rules: noImports(
      border('The main process imports no page code.', ['vue', 'pinia', 'chart.js', '**/renderer/**']),
      noElectron,
      noTests,
    ),
  },
  {
    files: ['electron/main.ts', 'electron/preload.ts', 'electron/shell/**/*.ts'],
    rules: noImports(
      border('The main process imports no page code.', ['vue', 'pinia', 'chart.js', '**/renderer/**']),
      noTests,
    ),
  },
  {
    // Terminal programs talk on the terminal.
    files: [
      'electron/cli.ts',
      'electron/cli/**',
      'electron/start.ts',
      'electron/serve.ts',
      'test/**/*.ts',
      '.config/**',
    ],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['renderer/**/*.ts', 'renderer/**/*.vue'],
    rules: noImports(
      border('The page has no Node.', ['node:*', 'fs', 'path', 'electron']),
      border(
        'The page reaches the main process through its one door; only types may be imported.',
        ['**/electron/**'],
        { allowTypeImports: true },
      ),
      noTests,
    ),
  },
  {
    // A component shows; it does not compute (style: no fetch, no tensors in a .vue file).
    files: ['renderer/**/*.vue'],
    rules: {
      'no-restricted-globals': ['error', 'fetch'],
      ...noImports(
        border('The page has no Node.', ['node:*', 'fs', 'path', 'electron']),
        border('Components hold no tensors.', ['@tensorflow/*']),
        border(
          'The page reaches the main process through its one door; only types may be imported.',
          ['**/electron/**'],
          { allowTypeImports: true },
        ),
        noTests,
      ),
    },
  },
  {
    files: converted,
    rules: {
      'vue/no-bare-strings-in-template': [
        'error',
        {
          allowlist: signs,
          attributes: { '/.+/': ['title', 'label', 'about', 'hint', 'help', 'placeholder', 'alt', '/^aria-label$/'] },
          directives: ['v-text'],
        },
      ],
    },
  },
)
