"""What ``make bench`` runs: Tend's pages, saves, search and the phone's side, measured."""
