insert into standing from arriving;
