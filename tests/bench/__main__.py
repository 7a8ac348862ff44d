"""Run the benches: all of them, or those named. `make bench`, `make bench ONLY=search`."""

import asyncio
import importlib
import pkgutil
import sys

import tests.bench


def main() -> None:
    benches = [module.name for module in pkgutil.iter_modules(tests.bench.__path__) if not module.name.startswith("_")]
    for name in sys.argv[1:] or benches:
        module = importlib.import_module(f"tests.bench.{name}")
        print(f"\n# {name}: {(module.__doc__ or '').splitlines()[0]}", flush=True)
        asyncio.run(module.main())


if __name__ == "__main__":
    main()
