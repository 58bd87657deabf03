"""Files handed over on the Data page: kept, looked at, described by a form, loaded by a process of their own."""
