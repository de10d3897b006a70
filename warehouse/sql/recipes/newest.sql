-- The table of boilerplate that holds, by name; an empty one has none.
select nullif(arg_max(learnt, learnt_at), '') as learnt
from internal.recipes;
