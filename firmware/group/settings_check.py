"""What the settings group_* must be together. Loaded for a check, then dropped."""


def complaints(values):
    """Return a list of errors, empty when these settings (complete) make a group."""
    size, own, leader = values["group_size"], values["group_id"], values["group_leader"]
    fallback_a, limit_a = values["group_fallback_a"], values["group_limit_a"]
    least_a = min(limit_a) if type(limit_a) is list else limit_a
    errors = []
    if not own:  # two that have the same would both use what is granted to one
        errors.append("group_id = 0: give each pile of the group its own, from 1 to %d" % size)
    for key, pile in (("group_id", own), ("group_leader", leader)):
        if pile > size:
            errors.append("%s = %d: must not be above group_size = %d" % (key, pile, size))
    piles = size if own == leader else 1  # the leader's is that of every pile without its own
    if piles * fallback_a > least_a:  # REQ-FB-2
        errors.append(
            "group_fallback_a = %d: %d piles may use %d A, more than group_limit_a = %d; at most "
            "%d A, and instead of less than 6 A: 0"
            % (fallback_a, piles, piles * fallback_a, least_a, least_a // piles)
        )
    if values["fallback_a"]:
        errors.append(
            "fallback_a = %d: must be 0 in a group; group_fallback_a is what this pile may use "
            "when its leader is silent" % values["fallback_a"]
        )
    return errors
