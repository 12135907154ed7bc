create table settings (key text not null, value jsonb);
