create table userproject (id integer primary key, projecttitle text, state text default 'new', extra integer);
