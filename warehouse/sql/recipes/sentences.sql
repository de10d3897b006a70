select sentence_digest
from internal.boilerplate
where learnt = $learnt;
