-- One row an origin: what was read now takes the place of what was read before.
delete from internal.robots
where origin in (select g.origin from given_robots as g);

insert into internal.robots by name
from given_robots;
