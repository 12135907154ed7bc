/**
 * The catalogs whose rows a mark covers, on a server of this major: all that introspection names, and all that the server
 * looks up itself when it prints a definition.
 */
export function markedCatalogs(major: number): readonly string[] {
  return major >= 15 ? [...oldCatalogs, 'pg_publication_namespace'] : oldCatalogs;
}

const oldCatalogs = [
  'pg_aggregate',
  'pg_am',
  'pg_amop',
  'pg_amproc',
  'pg_attrdef',
  'pg_attribute',
  'pg_cast',
  'pg_class',
  'pg_collation',
  'pg_constraint',
  'pg_conversion',
  'pg_default_acl',
  'pg_depend',
  'pg_description',
  'pg_enum',
  'pg_event_trigger',
  'pg_extension',
  'pg_foreign_data_wrapper',
  'pg_foreign_server',
  'pg_foreign_table',
  'pg_index',
  'pg_inherits',
  'pg_init_privs',
  'pg_language',
  'pg_namespace',
  'pg_opclass',
  'pg_operator',
  'pg_opfamily',
  'pg_partitioned_table',
  'pg_policy',
  'pg_proc',
  'pg_publication',
  'pg_publication_rel',
  'pg_range',
  'pg_rewrite',
  'pg_seclabel',
  'pg_sequence',
  'pg_statistic_ext',
  'pg_transform',
  'pg_trigger',
  'pg_ts_config',
  'pg_ts_config_map',
  'pg_ts_dict',
  'pg_ts_parser',
  'pg_ts_template',
  'pg_type',
] as const;

/** What a mark takes by its value, with the view to which ordinary roles are kept where there is one. */
export const catalogsByValue = {
  pg_authid: 'pg_roles',
  pg_database: 'pg_database',
  pg_subscription: 'pg_subscription',
  pg_user_mapping: 'pg_user_mappings',
} as const;

/** The catalogs that no mark covers, and why nothing in them can change what introspection says. */
export const unmarkedCatalogs: Readonly<Record<string, string>> = {
  pg_auth_members: 'who is a member of whom is not read',
  pg_db_role_setting: 'introspection sets what it depends on',
  pg_largeobject: 'data',
  pg_largeobject_metadata: 'data, as far as a catalog of tables goes',
  pg_parameter_acl: 'who may set what is not read',
  pg_replication_origin: 'progress of replication',
  pg_shdepend: 'the other end of owners and grants, which stand with their objects',
  pg_shdescription: 'comments on databases, roles and tablespaces are not read',
  pg_shseclabel: 'security labels are not read',
  pg_statistic: 'what ANALYZE found',
  pg_statistic_ext_data: 'what ANALYZE found',
  pg_subscription_rel: 'progress of replication',
  pg_tablespace: 'where tables lie is not read',
};
