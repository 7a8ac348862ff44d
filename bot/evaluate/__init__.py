"""How well the tutor teaches: questions of many kinds, through the real prompt, judged by rules."""
