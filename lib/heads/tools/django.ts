import type { MigrationTool } from '../migration-tool.ts';

/**
 * Django keeps app and name of every migration; a head is written `app.0004_name`, one for each app.
 * Source: https://docs.djangoproject.com/en/stable/topics/migrations/
 */
export const django: MigrationTool = {
  name: 'django',
  title: 'Django',
  table: { schema: 'public', name: 'django_migrations' },
  query: (table) => `select app, name from ${table} order by ${table}.id`,
  readRows: (rows) => rows.map(({ app, name }) => ({ id: `${app}.${name}` })),
  headIsFile: false,
  upgradeCommand: 'python manage.py migrate',
  stampAdvice: () => 'Run `python manage.py migrate --fake`.',
};
