#!/bin/sh
# Make .venv with everything pyproject.toml pins, and .stubs/ with the types of each port.
# Called by make (PYTHON: which interpreter to use); a second run installs only what changed.
set -eu
python=${PYTHON:-python3}
venv=.venv/bin/python
log=$(mktemp)
trap 'rm -f "$log"' EXIT

give_up() { # what happened, why, what to do
    sed 's/^/    /' "$log" >&2
    printf 'make: %s\n  why: %s\n  do:  %s\n' "$1" "$2" "$3" >&2
    exit 1
}

"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>"$log" || give_up \
    "no Python 3.11 or newer as '$python'" \
    "$("$python" --version 2>&1 || true)" \
    "sudo apt-get install python3 python3-venv, or name one: make PYTHON=python3.12 ..."

# Debian and Ubuntu ship Python without its venv package: then virtualenv or pip can stand in.
create() {
    rm -rf .venv
    "$python" -m venv .venv || "$python" -m virtualenv --quiet .venv || {
        rm -rf .venv
        "$python" -m venv --without-pip .venv &&
            "$python" -m pip --python "$venv" install --quiet --quiet pip
    }
}
"$venv" -m pip --version >/dev/null 2>&1 || create >"$log" 2>&1 || {
    rm -rf .venv
    give_up "cannot create the Python environment .venv" \
        "'$python' has neither venv with ensurepip, nor virtualenv, nor pip" \
        "sudo apt-get install python3-venv, then run make again"
}

install() { # options and groups of pyproject.toml
    "$venv" -m pip install --quiet --quiet --disable-pip-version-check "$@" 2>"$log" || give_up \
        "pip could not install what pyproject.toml pins" \
        "pip said the lines above" \
        "check the way to PyPI (proxy? pip config list), then run make again"
}
echo "make: installing the pinned tools into .venv (once; PyPI only)"
install pip==26.3 # --group needs 25.1
install --group dev
rm -rf .stubs
for port in rp2 esp32; do
    install --no-deps --target ".stubs/$port" --group "stubs-$port"
done
