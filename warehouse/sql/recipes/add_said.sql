insert into said from arriving;
