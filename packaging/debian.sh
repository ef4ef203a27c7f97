#!/bin/sh
# Install the Debian packages of debian-packages.txt that are missing, or name the one command that does.
set -eu
here=$(dirname "$0")

if ! command -v dpkg-query >/dev/null 2>&1; then
    echo "fieldkit: not a Debian system; packaging/debian-packages.txt names the libraries Qt needs." >&2
    exit 0
fi

installed() {
    [ "$(dpkg-query -W -f='${db:Status-Abbrev}' "$1" 2>/dev/null)" = "ii " ]
}

known() {
    apt-cache show "$1" >/dev/null 2>&1
}

# Print the alternatives of each line of which none is installed.
missing() {
    sed -e 's/#.*//' -e '/^ *$/d' "$here/debian-packages.txt" | while read -r line; do
        found=
        for name in $(echo "$line" | tr '|' ' '); do
            if installed "$name"; then found=1; fi
        done
        [ -n "$found" ] || echo "$line"
    done
    # Debian packs these two modules of Python separately
    python3 -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
}

# Print of each line of alternatives the first that apt knows, or the last.
choose() {
    while read -r line; do
        chosen=
        for name in $(echo "$line" | tr '|' ' '); do
            if [ -z "$chosen" ] && known "$name"; then chosen=$name; fi
        done
        echo "${chosen:-${line##*|}}"
    done
}

wanted=$(missing)
[ -n "$wanted" ] || exit 0

if [ "$(id -u)" = 0 ]; then
    root=
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
    root="sudo -n"
else
    names=$(echo "$wanted" | choose | tr '\n' ' ')
    {
        echo "fieldkit: Debian packages are missing, and only root may install them. Run this once, then make again:"
        echo "fieldkit: ยังขาดแพ็กเกจของ Debian ซึ่งต้องติดตั้งด้วยสิทธิ์ผู้ดูแลระบบ โปรดสั่งบรรทัดนี้หนึ่งครั้ง แล้วสั่ง make อีกครั้ง:"
        echo
        echo "    sudo apt-get update && sudo apt-get install -y --no-install-recommends $names"
    } >&2
    exit 1
fi

echo "Installing Debian packages: $(echo "$wanted" | tr '\n' ' ')"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# one unreachable source must not stop what the others can give: only the installation decides
$root apt-get update -q </dev/null >"$log" 2>&1 || true
names=$(echo "$wanted" | choose)
# shellcheck disable=SC2086 # the names are words
if ! $root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends \
    -o DPkg::Lock::Timeout=300 $names </dev/null >>"$log" 2>&1; then
    tail -n 15 "$log" >&2
    {
        echo
        echo "fieldkit: these Debian packages could not be installed: $(echo "$names" | tr '\n' ' ')"
        echo "Is this computer online? Look at the lines above, then run make again."
        echo "fieldkit: ติดตั้งแพ็กเกจของ Debian ไม่สำเร็จ โปรดตรวจว่าเครื่องต่ออินเทอร์เน็ตอยู่ แล้วสั่ง make อีกครั้ง"
    } >&2
    exit 1
fi
