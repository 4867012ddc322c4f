/** What each kind of model does with a sentence, in one sentence. */
export const cellIdeas: Record<string, string> = {
  'ann-mean': 'averages the words and is therefore blind to their order.',
  ann: 'gives every position of the sentence weights of its own, so it grows with the sentence length.',
  rnn: 'reads word by word with the same weights, keeping one hidden state.',
  lstm: 'reads word by word too, with gates that decide what is kept, so gradients reach further back.',
  gru: 'reads word by word with two gates and no second state: close to an LSTM, with three quarters of its weights.',
}
