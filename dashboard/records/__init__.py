"""What people write down beside the numbers: notes, saved views, groups of people, cases; and the audit of it."""
