-- Those that make the most pairs, as of a form that thousands of texts are written
-- from, where all make too many.
delete from hashes
where hash in (
    select h.hash
    from (
        select
            hash,
            sum(n_pairs) over (
                order by n_pairs, hash
                rows between unbounded preceding and current row
            ) as n_so_far
        from hashes
    ) as h
    where h.n_so_far > $most_meetings
);
