update internal.edges as e
set passage = f.passage
from found as f
where e.key_a = f.key_a and e.key_b = f.key_b;
