"""Files on disk <-> the model: seeds, records, the reference, caches and the lock."""
