import { createRouter, createWebHashHistory } from 'vue-router'
import type { RouteRecordRaw } from 'vue-router'

declare module 'vue-router' {
  interface RouteMeta {
    /** The screen of the side bar that this route belongs to. */
    screen?: Screen
  }
}

export type Screen = 'data' | 'vocabulary' | 'train' | 'compare' | 'inspect' | 'laboratory' | 'lessons' | 'settings'

const routes: RouteRecordRaw[] = [
  {
    path: '/data',
    name: 'data',
    component: () => import('./views/data/data-view.vue'),
    meta: { screen: 'data' },
  },
  {
    path: '/data/:id',
    name: 'dataset',
    component: () => import('./views/data/data-view.vue'),
    meta: { screen: 'data' },
  },
  {
    path: '/data/:id/vocabulary',
    name: 'recipe',
    component: () => import('./views/vocabulary/recipe/recipe-view.vue'),
    meta: { screen: 'data' },
  },
  {
    path: '/import/:id',
    name: 'import',
    component: () => import('./views/data/import-view.vue'),
    meta: { screen: 'data' },
  },
  {
    path: '/vocabulary/:experiment?',
    name: 'vocabulary',
    component: () => import('./views/vocabulary/vocabulary-view.vue'),
    meta: { screen: 'vocabulary' },
  },
  {
    path: '/train/:experiment?',
    name: 'train',
    component: () => import('./views/train/train-view.vue'),
    meta: { screen: 'train' },
  },
  {
    path: '/compare/:experiment?',
    name: 'compare',
    component: () => import('./views/compare/compare-view.vue'),
    meta: { screen: 'compare' },
  },
  {
    path: '/inspect/:experiment?',
    component: () => import('./views/inspect/inspect-view.vue'),
    meta: { screen: 'inspect' },
    children: [
      { path: '', name: 'inspect', component: () => import('./views/inspect/step-through/step-through.vue') },
      { path: 'words', name: 'inspect-words', component: () => import('./views/inspect/words/words-page.vue') },
      {
        path: 'gradients',
        name: 'inspect-gradients',
        component: () => import('./views/inspect/gradients/gradients-page.vue'),
      },
      {
        path: 'embeddings',
        name: 'inspect-embeddings',
        component: () => import('./views/inspect/embeddings/embeddings-page.vue'),
      },
    ],
  },
  {
    path: '/laboratory/:lab?',
    name: 'laboratory',
    component: () => import('./views/laboratory/laboratory-view.vue'),
    meta: { screen: 'laboratory' },
  },
  {
    path: '/lessons/:lesson?',
    name: 'lessons',
    component: () => import('./views/lessons/lessons-view.vue'),
    meta: { screen: 'lessons' },
  },
  {
    path: '/settings',
    name: 'settings',
    component: () => import('./views/settings/settings-view.vue'),
    meta: { screen: 'settings' },
  },
  { path: '/:anything(.*)*', redirect: '/data' },
]

/** The address stands behind '#': under both hosts the page is one file, and a reload comes back to the same screen. */
export const router = createRouter({ history: createWebHashHistory(), routes })
