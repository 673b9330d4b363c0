"""When the car leaves, as this pile's plan knows: whoever leaves soon goes first."""


def departure(app):
    """Return a function that returns its unix time, 0 = not known."""

    def leaves_s():
        for fitted in app.rounds.fitted:
            plan = fitted.source
            if plan.name == "plan" and plan.bound and plan.run is not None:
                return plan.run.departure_s
        return 0

    return leaves_s
