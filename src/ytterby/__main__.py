"""`python -m ytterby` is the command `ytterby`."""

from ytterby.cli.main import main

if __name__ == "__main__":
    main()
