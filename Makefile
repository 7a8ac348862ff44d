PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: setup demo run secrets test test-browser soak faults lint bench clean

setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,e5,e5-large,openai,cohere]'
	touch $(STAMP)

demo: setup
	@echo "Postgres, the bot, and stand-ins for Telegram and Claude are starting; Ctrl-C ends them."
	@$(BIN)/python -m bot demo

run: setup .env
	$(BIN)/python -m bot

# It holds the keys: nobody else on the machine reads it.
.env:
	install -m 600 .env.example .env

# For docker compose: each key of .env as a file. Containers with other users read the files, which are in a folder
# that only this user can enter.
secrets: .env
	mkdir -p secrets && chmod 700 secrets
	for name in telegram_bot_token webhook_secret anthropic_api_key voyage_api_key \
		openai_api_key cohere_api_key postgres_password; do \
		key=$$(echo $$name | tr a-z A-Z); \
		tr -d '\r' < .env | sed -n "s/^$$key=[\"']*\([^\"']*\)[\"']*$$/\1/p" | tr -d '\n' > secrets/$$name; \
		chmod 644 secrets/$$name; \
	done
	@test -s secrets/postgres_password || { echo "POSTGRES_PASSWORD is not set in .env: its database needs one"; exit 1; }

# What the image installs, with hashes.
requirements.txt: pyproject.toml constraints.txt | setup
	$(BIN)/uv pip compile pyproject.toml --extra openai --extra cohere -c constraints.txt --generate-hashes \
		--python-version 3.13 --no-annotate --no-header --quiet -o requirements.txt

test: setup
	$(BIN)/python -m pytest -n 4 --dist loadfile

# The page in a real browser: in Debian's Chromium, which is installed where that may be done.
CHROMIUM := { command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null
test-browser: setup
	@$(CHROMIUM) || [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null || { apt-get update -qq && \
		DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
		chromium fonts-nanum fonts-noto-color-emoji; } >/dev/null || true
	@if $(CHROMIUM); then $(BIN)/python -m pytest -m browser tests/browser; \
		else echo "There is no Chromium here, so the page was not tried in a browser (apt-get install chromium)."; fi

# What is slow by nature, run long: random texts, pictures to be read, kills, bombs, load. An hour.
soak: setup
	SOAK=1 $(BIN)/python -m pytest -n 2 --dist loadfile -m "hypothesis or soak"
	$(BIN)/python -m tests.bench kills hostile live_replies

# Bots are killed and paused at random while learners ask, then Postgres is: what is lost, doubled, out of order or
# unfinished?
faults: setup
	$(BIN)/python -m tests.faults $(if $(MINUTES),--minutes $(MINUTES)) $(if $(SEED),--seed $(SEED)) \
		$(if $(RESTARTS),--restarts $(RESTARTS))

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: setup
	$(BIN)/python -m tests.bench $(ONLY)

clean:
	rm -rf $(VENV) .data
