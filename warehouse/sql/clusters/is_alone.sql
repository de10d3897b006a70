-- Whether nobody has a place among others, nor had one.
select
    (select count(*) from members) = 0
    and (select count(*) from held where cluster_id is not null) = 0 as is_alone;
