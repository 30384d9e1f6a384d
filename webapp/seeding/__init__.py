"""A large invented agency, made in bulk, to measure with."""

from webapp.seeding.bulk import NotEmpty, Size, seed_agency

__all__ = ["NotEmpty", "Size", "seed_agency"]
