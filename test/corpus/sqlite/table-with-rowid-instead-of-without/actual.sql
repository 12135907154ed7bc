create table settings (scope text not null, key text not null, value text, primary key (scope, key));
