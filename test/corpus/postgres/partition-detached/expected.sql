create table parcels (region text not null, weight numeric) partition by list (region);

create table parcels_eu partition of parcels for values in ('de', 'fr');
