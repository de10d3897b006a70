-- Whether the last recipe under which all texts were judged is this one.
select coalesce(arg_max(recipe, settled_at) = $recipe, false) as is_settled
from internal.settled_recipes;
