-- The table of boilerplate that holds, by name.
select arg_max(learnt, learnt_at) as learnt
from internal.recipes;
