import type { Component } from 'vue'
import BackPropagation from './back-propagation.vue'
import Limits from './limits.vue'
import LineOfModels from './line-of-models.vue'
import LstmGates from './lstm-gates.vue'
import OneHot from './one-hot.vue'
import Order from './order.vue'
import RnnForward from './rnn-forward.vue'
import Vanishing from './vanishing.vue'

/** The page of each lesson, by its id. */
export const pages: Readonly<Record<string, Component>> = {
  order: Order,
  'one-hot': OneHot,
  'rnn-forward': RnnForward,
  'back-propagation': BackPropagation,
  vanishing: Vanishing,
  'lstm-gates': LstmGates,
  limits: Limits,
  'line-of-models': LineOfModels,
}
