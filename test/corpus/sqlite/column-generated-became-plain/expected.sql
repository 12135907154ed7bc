create table people (email text, email_lower text as (lower(email)) stored);
