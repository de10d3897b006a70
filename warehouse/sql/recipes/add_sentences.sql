insert into internal.boilerplate by name
select
    s.*,
    $learnt as learnt
from sentences as s
anti join internal.boilerplate as b
    on s.sentence_digest = b.sentence_digest and b.learnt = $learnt;
