"""The world around the pile: car, cable, mains, RCD, contactor, lock and meter, in integers."""
