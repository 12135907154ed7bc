create table "UserProject" (id integer primary key, "projectTitle" text not null, state text default 'New');
