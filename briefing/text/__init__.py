"""What every stage asks of a text: the class of each word, and its phrases and clauses."""
