"""Settings for every test."""

from hypothesis import HealthCheck, settings

# How fast examples are made and run says how busy the machine is, not whether they hold.
settings.register_profile("any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any-machine")
