insert into raw_records by name
select * from arriving;
