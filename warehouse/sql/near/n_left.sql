select count(*) as n
from left_pairs;
