/** The SQL of one small database, which each migration tool makes in three steps in its own form. */
export const steps: readonly string[] = [
  'create table users (id integer primary key, email text not null);',
  'create table orders (id integer primary key, user_id integer references users (id));\ncreate index orders_user_id_idx on orders (user_id);',
  'create table invoices (id integer primary key, order_id integer not null references orders (id), paid boolean not null default false);',
];

/** What the steps are about. */
export const topics = ['users', 'orders', 'invoices'];

/** As Alembic names revisions. */
export const alembicIds = ['c468340e93a6', '02797b805df6', '9f1c0de42a11'];

/** A revision as `alembic revision` writes it. */
export const alembicRevision = (id: string, down: string | undefined) => `"""a step

Revision ID: ${id}
Revises: ${down ?? ''}
Create Date: 2024-01-01 10:00:00.000000

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision: str = '${id}'
down_revision: Union[str, None] = ${down === undefined ? 'None' : `'${down}'`}
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.execute("select 1")
`;

/** As `alembic upgrade head --sql` writes it. */
export const alembicSql = `BEGIN;

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,\u0020
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

${steps
  .map((sql, i) =>
    [
      `-- Running upgrade ${alembicIds[i - 1] ?? ''} -> ${alembicIds[i]}`,
      sql,
      i === 0
        ? `INSERT INTO alembic_version (version_num) VALUES ('${alembicIds[0]}') RETURNING alembic_version.version_num;`
        : `UPDATE alembic_version SET version_num='${alembicIds[i]}' WHERE alembic_version.version_num = '${alembicIds[i - 1]}';`,
    ].join('\n\n'),
  )
  .join('\n\n')}

COMMIT;

`;

/** A dump as pg_dump 18 begins and ends it. */
export const dump = (sql: string) => `--
-- PostgreSQL database dump
--

\\restrict 4ZkVgVhUq0

-- Dumped from database version 18.4
-- Dumped by pg_dump version 18.4

SET statement_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', 'public', false);

${sql}

--
-- PostgreSQL database dump complete
--

\\unrestrict 4ZkVgVhUq0
`;
