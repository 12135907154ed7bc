import { equalJson } from '../../catalog/normalize.ts';
import { kindOf, nameOf } from '../../catalog/object-id.ts';
import { type Attributes, belongsTo } from '../../catalog/snapshot.ts';
import type { Drift } from '../drift.ts';
import { type Look, type Note, ownName } from './hint.ts';

/** An index that is not in use, or whose failed build lies about under another name. */
export function hintOnIndex(drift: Drift, look: Look): Note {
  if (drift.kind === 'invalid') {
    const [table] = belongsTo(look.actual.objects[drift.id]);
    if (look.actual.objects[table ?? '']?.partitionKey != null) {
      return {
        hint: 'a partition has no index of its own that is attached to this one: build it there CONCURRENTLY and ALTER INDEX ... ATTACH PARTITION it, then this one is valid',
      };
    }
    return {
      hint: 'PostgreSQL maintains this index on every write but no query uses it: a concurrent build failed or still runs',
    };
  }
  return drift.kind === 'missing' ? failedBuild(drift, look) : {};
}

function failedBuild(drift: Drift, { expected, actual, actualChildren }: Look): Note {
  const promised = expected.objects[drift.id];
  const [table] = belongsTo(promised);
  const half = (actualChildren.get(table ?? '') ?? []).find((id) => {
    const found = actual.objects[id];
    return kindOf(id) === 'index' && found?.isValid === false && areTwins(promised, found);
  });
  if (half === undefined) return {};
  return {
    hint: `${ownName(half)} has this very definition but is INVALID: a concurrent build of it failed or still runs. If none runs, DROP INDEX CONCURRENTLY ${nameOf(half)} before building this one: it costs every write and serves no query`,
  };
}

function areTwins(promised: Attributes | undefined, found: Attributes): boolean {
  return equalJson({ ...promised, isValid: null }, { ...found, isValid: null });
}

/** A foreign key that cannot be there because the table that it references is not, or that nothing enforces. */
export function hintOnConstraint(drift: Drift, { expected, missing }: Look): Note {
  if (drift.attribute === 'firing') return hintOnEnforcement(drift);
  const references = drift.kind === 'missing' ? expected.objects[drift.id]?.references : undefined;
  if (typeof references !== 'string' || !missing.has(references)) return {};
  return {
    hint: `${nameOf(references)}, which it references, is missing too: whoever dropped that table took this key along. Bring the table back first`,
  };
}

/** See https://www.postgresql.org/docs/18/sql-altertable.html#SQL-ALTERTABLE-DESC-DISABLE-ENABLE-TRIGGER */
function hintOnEnforcement({ actual }: Drift): Note {
  if (typeof actual !== 'object' || actual === null || Array.isArray(actual)) return {};
  const tables = Object.entries(actual).flatMap(([table, firing]) => (firing === 'always' ? [] : [nameOf(table)]));
  if (tables.length === 0) return {};
  return {
    hint: `ALTER TABLE ... DISABLE TRIGGER ALL, as for a bulk load, has switched its checks off on ${tables.join(' and ')}: rows written since may break it. ENABLE TRIGGER ALL does not look at those; dropping it and adding it again does`,
  };
}
