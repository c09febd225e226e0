"""The files of a desk -> those files of its site that changed."""
