create foreign data wrapper plain;
create server archive foreign data wrapper plain;
create server backup foreign data wrapper plain;

create foreign table old_orders (id bigint, note text options (column_name 'remark')) server backup options (schema_name 'public', table_name 'old');
