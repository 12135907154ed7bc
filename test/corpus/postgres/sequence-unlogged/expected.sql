-- from 15

create sequence hit_numbers;
