import type { Component } from 'vue'
import RnnForward from './rnn-forward.vue'

/** The page of each lesson, by its id. */
export const pages: Readonly<Record<string, Component>> = { 'rnn-forward': RnnForward }
