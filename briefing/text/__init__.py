"""Text -> tokens, sentences, datelines; the class of each word, its phrases and clauses."""
