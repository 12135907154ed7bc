-- Alembic stopped before 004_add_content_tables; the application was deployed all the same.
create table alembic_version (version_num varchar(32) not null constraint alembic_version_pkc primary key);

insert into alembic_version values ('003_add_analytics_events');

insert into users (email, full_name)
values ('anna@example.com', 'Anna'), ('boris@example.com', 'Boris');

insert into products (sku, name, price)
values ('GL-001', 'Silver earrings', 4900.00), ('GL-002', 'Pearl necklace', 12500.00);
