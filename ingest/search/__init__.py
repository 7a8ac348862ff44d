"""Hybrid search: a question -> the passages that are nearest to it in meaning and in words.

A passage's score is the sum of three measures:

- the mean of the cosine of its vector with the question's and of the average cosine in its unit: what the passage is
  about as a whole, which tells the unit rather than the place in it;
- the best cosine of its snippets, a few lines each: what it says somewhere;
- BM25 over stems (`stems.py`), pairs of Hangul syllables, terms of grammar and phonetic keys, where the words that tell
  what the question is about count more than others (`question.py`).

Their scales differ, so each is divided by its standard deviation over the course before they are added. One query
searches the learner's unit and the rest of the course; from its results `gate.py` decides whether the book answers the
question at all, and where.
"""
