create table metrics (at date not null, value numeric);
