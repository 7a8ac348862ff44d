"""Questions -> passages, by meaning and by words at once.

A passage is near a question in three ways, which are added up:

- the mean of its vector's cosine with the question's and its unit's on average: what the passage is about as a whole,
  which tells the unit rather than the place in it;
- the best cosine of its snippets, a few lines each: what it says somewhere;
- BM25 over German stems, pairs of Hangul syllables, terms of grammar and what words sound like: the very words, of
  which those count that tell what the question is about (`question.py`).

The three live on scales of their own, so each is divided by how much it varies over the course before they are added.
One query looks at the learner's unit and at the rest of the course side by side; `gate.py` says from what it finds
whether the book answers at all, and where.
"""
