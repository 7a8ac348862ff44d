"""Questions -> passages, by meaning and by words at once.

A passage is near a question in three ways, which are added up:

- its vector's cosine with the question's: what the passage is about as a whole;
- the best cosine of its snippets, a few lines each: what it says somewhere;
- BM25 over German stems and pairs of Hangul syllables: the very words, those in Latin letters weighing most, for a
  German word inside a Korean question is usually what it is about.

The three live on scales of their own, so each is divided by how much it varies over the course before they are added.
One query looks at the learner's unit and at the rest of the course side by side.
"""
