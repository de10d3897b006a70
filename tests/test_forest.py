from hypothesis import given
from hypothesis import strategies as st

from tasks.extract.forest import grow

NAMES = ("letters", "linked", "is_head")
FLAGS = frozenset(("is_head",))
ROWS = st.tuples(
    st.floats(-100, 100), st.sampled_from((0.0, 1e-35, 0.5, 1.0)), st.booleans()
)
WEIGHTS = st.floats(-3, 3)
TREES = st.recursive(
    WEIGHTS,
    lambda trees: st.one_of(
        st.tuples(st.integers(0, 1), st.floats(-100, 100), trees, trees).map(list),
        st.tuples(st.just(2), st.sampled_from((1e-35, 0.5)), trees, trees).map(list),
    ),
    max_leaves=20,
)


def walked(tree, row: tuple) -> float:
    while isinstance(tree, list):
        column, threshold, below, above = tree
        tree = below if row[column] <= threshold else above
    return tree


@given(trees=st.lists(TREES, min_size=1, max_size=5), row=ROWS)
def test_a_forest_says_what_walking_its_trees_says(trees, row):
    forest = grow(trees, NAMES, FLAGS, n_asked=len(trees), sure=1e9)

    said = forest(list(row))

    assert said == sum((walked(tree, row) for tree in trees), 0.0)


def test_no_tree_is_asked_after_those_that_are_sure():
    trees = [[0, 10.0, 0.5, 2.0], 0.25, -40.0]
    forest = grow(trees, NAMES, FLAGS, n_asked=2, sure=2.2)

    assert forest([11.0, 0.0, False]) == 2.25
    assert forest([10.0, 0.0, False]) == 0.75 - 40.0


def test_a_flag_is_asked_whether_it_holds():
    forest = grow([[2, 1e-35, -1.0, 1.0]], NAMES, FLAGS, n_asked=1, sure=9.0)

    assert forest([0.0, 0.0, True]) == 1.0
    assert forest([0.0, 0.0, False]) == -1.0
