"""Tests in a browser: what a reader sees, hears and can reach."""
