"""How long the stand-ins wait for what is going to happen. A run of the tests on a busy machine raises it."""

seconds = 60.0
