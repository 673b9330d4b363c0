"""Plans of when to charge: charging schedules of a platform, orderly charging, cheapest hours."""
