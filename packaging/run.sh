#!/bin/sh
# Open fieldkit on demonstration data in .demo/; without a display, draw its pages and say how to see it.
set -eu
cd "$(dirname "$0")/.."
python=.venv/bin/python

if [ ! -d .demo ]; then
    # under another name until it is whole, so that an interrupted start is begun anew
    rm -rf .demo.part
    "$python" -m fieldkit --data .demo.part demo
    mv .demo.part .demo
fi

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}${QT_QPA_PLATFORM:-}" ] || [ "$(uname)" = Darwin ]; then
    exec "$python" -m fieldkit --data .demo gui "$@"
fi

cat <<'TEXT'
เครื่องนี้ไม่มีจอภาพ จึงเปิดหน้าต่างไม่ได้ จะวาดทุกหน้าลงโฟลเดอร์ screenshots/ แทน
หากต้องการเห็นหน้าต่าง: สั่ง make run ในเทอร์มินัลบนเดสก์ท็อป หรือเข้าเครื่องด้วย ssh -X แล้วสั่ง make run

This computer has no display to open a window on; every page is drawn into screenshots/ instead.
To see the window: run make run in a terminal of a desktop, or log in with ssh -X and run it there.

    .venv/bin/python -m fieldkit --data .demo gui --screenshots screenshots
TEXT
if [ $# -gt 0 ]; then
    exec "$python" -m fieldkit --data .demo gui "$@"
fi
exec "$python" -m fieldkit --data .demo gui --screenshots screenshots
