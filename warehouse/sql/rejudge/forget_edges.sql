-- Two texts are laid side by side again once both are judged again; what was said of
-- them before holds until it is said again, or all is settled.
with again as (
    select own_key
    from internal.own_texts
    where recipe = $before
        and own_key in (select s.own_key from staged_own as s)
),

waiting as (
    select own_key
    from internal.own_texts
    where recipe = $before
        and own_key not in (select s.own_key from staged_own as s)
)

update internal.edges
set recipe = $before
where recipe = $recipe
    and (
        key_a in (select a.own_key from again as a)
        or key_b in (select a.own_key from again as a)
    )
    and key_a not in (select w.own_key from waiting as w)
    and key_b not in (select w.own_key from waiting as w);
