"""`python -m dashboard` is the command `milepost`."""

from dashboard.cli import main

if __name__ == "__main__":
    main()
