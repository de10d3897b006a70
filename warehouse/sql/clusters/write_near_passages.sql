update near as n
set passage = f.passage
from found as f
where n.key_a = f.key_a and n.key_b = f.key_b;
