"""Goals that move: people give more where the end is in sight."""


def moved_goal(goal: int, signatures: int) -> int:
    """Give the goal to show: the organiser's until it is reached, then the next round number.

    Round numbers are 1, 2, 5 times a power of ten: 100, 200, 500, 1,000 …
    """
    if signatures < goal:
        return goal
    power = int(10 ** (len(str(signatures)) - 1))
    return next(step * power for step in (2, 5, 10, 20) if step * power > signatures)
