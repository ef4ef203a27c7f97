#!/bin/sh
# Make .venv hold what requirements-dev.lock names; nothing is done when it does already.
set -eu
cd "$(dirname "$0")/.."
lock=requirements-dev.lock
stamp=.venv/.installed-lock

if [ -f "$stamp" ] && cmp -s "$lock" "$stamp" && .venv/bin/python -c '' 2>/dev/null; then
    exit 0
fi

# the first Python that is new enough and can make virtual environments
for candidate in "${PYTHON:-python3}" python3.13 python3.12 python3.11 /usr/bin/python3; do
    if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "${python:-}" ]; then
    echo "fieldkit: Python 3.11 or newer is needed (make setup PYTHON=/path/to/python3 names another one)." >&2
    echo "fieldkit: ต้องใช้ Python 3.11 ขึ้นไป" >&2
    exit 1
fi

if ! .venv/bin/python -c '' 2>/dev/null; then
    "$python" -m venv --clear .venv
fi
echo "Installing Python packages into .venv (some minutes the first time)…"
# wheels only: nothing is compiled, and what arrives is what was locked
if ! .venv/bin/python -m pip install -q --disable-pip-version-check --no-input --progress-bar off \
    --only-binary :all: --require-hashes -r "$lock"; then
    echo "fieldkit: Python packages could not be installed. Is this computer online? Then run make again." >&2
    echo "fieldkit: ติดตั้งแพ็กเกจของ Python ไม่สำเร็จ โปรดตรวจว่าเครื่องต่ออินเทอร์เน็ตอยู่ แล้วสั่ง make อีกครั้ง" >&2
    exit 1
fi
cp "$lock" "$stamp"
