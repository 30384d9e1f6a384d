"""Verbs and look-ups on the database, one file per noun; session, actor and now are arguments."""
