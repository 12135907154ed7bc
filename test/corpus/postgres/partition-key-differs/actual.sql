create table clicks (at timestamptz not null, campaign integer not null) partition by hash (campaign);
