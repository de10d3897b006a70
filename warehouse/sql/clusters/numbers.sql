select
    nth_by_date,
    nth_seen,
    same_no,
    own_no,
    coalesce(n_words, 0) as n_words
from members;
