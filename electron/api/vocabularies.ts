import { Hono } from 'hono'
import {
  changeRecipe,
  createRecipe,
  effectRequest,
  recipeOfParam,
  recipeParam,
  recipeVersionParam,
  recipesQuery,
  updateRecipe,
  wordsRequest,
} from '../../shared/contract/recipe.ts'
import type { Services } from '../service-types.ts'
import { check } from './check.ts'

const id = check('param', recipeParam)

/** Vocabularies of data sets: recipes with all of their versions, and what rules come to before anything is kept. */
export const vocabularies = ({ recipes }: Pick<Services, 'recipes'>) =>
  new Hono()
    .get('/', check('query', recipesQuery), (c) => c.json(recipes.list(c.req.valid('query').dataset)))
    .post('/', check('json', createRecipe), (c) => {
      const { dataset, name, rules } = c.req.valid('json')
      return c.json(recipes.create(dataset, name, rules), 201)
    })
    /** Ends between two steps when nobody waits for the answer any more. */
    .post('/effect', check('json', effectRequest), async (c) =>
      c.json(await recipes.effect(c.req.valid('json'), c.req.raw.signal)),
    )
    .post('/words', check('json', wordsRequest), async (c) =>
      c.json(await recipes.words(c.req.valid('json'), c.req.raw.signal)),
    )
    .get('/of/:experiment', check('param', recipeOfParam), (c) =>
      c.json(recipes.originOf(c.req.valid('param').experiment)),
    )
    .get('/:id', id, (c) => c.json(recipes.read(c.req.valid('param').id)))
    .patch('/:id', id, check('json', updateRecipe), (c) =>
      c.json(recipes.update(c.req.valid('param').id, c.req.valid('json'))),
    )
    .delete('/:id', id, (c) => c.json(recipes.remove(c.req.valid('param').id)))
    .post('/:id/restore', id, (c) => c.json(recipes.restore(c.req.valid('param').id)))
    .post('/:id/changes', id, check('json', changeRecipe), (c) => {
      const { from, rules, change } = c.req.valid('json')
      return c.json(recipes.change(c.req.valid('param').id, from, rules, change))
    })
    .post('/:id/undo', id, (c) => c.json(recipes.undo(c.req.valid('param').id)))
    .post('/:id/redo', id, (c) => c.json(recipes.redo(c.req.valid('param').id)))
    .post('/:id/versions/:version', check('param', recipeVersionParam), (c) => {
      const { id, version } = c.req.valid('param')
      return c.json(recipes.restoreVersion(id, version))
    })
