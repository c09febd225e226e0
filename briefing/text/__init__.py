"""Text -> tokens, sentences, datelines and tenses, each with exact offsets."""
