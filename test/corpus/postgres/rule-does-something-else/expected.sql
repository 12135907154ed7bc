create table facts (id bigint primary key);

create rule facts_stay as on delete to facts do instead nothing;
