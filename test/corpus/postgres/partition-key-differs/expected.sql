create table clicks (at timestamptz not null, campaign integer not null) partition by range (at);
