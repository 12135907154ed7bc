create table leads (country text not null) partition by list (country);

create table leads_rest partition of leads for values in ('us');
