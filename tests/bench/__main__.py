"""Run the benches: all of them, or those named, some with arguments: `make bench`, `make bench ONLY=search`,
`make bench ONLY=scale:1000,1000000`."""

import asyncio
import importlib
import os
import pkgutil
import sys

import tests.bench


def main() -> None:
    os.environ.setdefault("COLUMNS", "130")  # the widest table, also where the output is no terminal
    found = pkgutil.iter_modules(tests.bench.__path__)
    benches = [module.name for module in found if not module.ispkg and not module.name.startswith("_")]
    for word in sys.argv[1:] or benches:
        name, _, arguments = word.partition(":")
        module = importlib.import_module(f"tests.bench.{name}")
        print(f"\n# {name}: {(module.__doc__ or '').splitlines()[0]}", flush=True)
        asyncio.run(module.main(*filter(None, arguments.split(","))))


if __name__ == "__main__":
    main()
