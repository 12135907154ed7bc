create table regions (country text, code text, primary key (country, code));
create table provinces (country text, code text, primary key (country, code));
create table cities (id integer primary key, country text, region text, foreign key (country, region) references provinces (country, code));
