"""A desk of many years -> one site a month under a common front."""
