// SPDX-License-Identifier: GPL-3.0-or-later
// One debounce for all buttons. A shaking hand presses the same spot twice: the second press within 300 ms is dropped,
// even when the page has changed in between and another button lies there by now.
pragma Singleton
import QtQuick

QtObject {
    id: touch

    property point lastSpot: Qt.point(-1, -1)
    // By the clock: a QML timer stands still while a page is being built, and would swallow the next honest press.
    property real lastTime: 0

    // True when the press on this item counts. Another spot (15 mm away) always counts: two hands may type.
    function accept(item: Item): bool {
        const spot = item.mapToItem(null, item.width / 2, item.height / 2)
        const near = Math.abs(spot.x - lastSpot.x) < Theme.target && Math.abs(spot.y - lastSpot.y) < Theme.target
        const now = Date.now()
        if (now - lastTime < 300 && now >= lastTime && near)
            return false
        lastSpot = Qt.point(spot.x, spot.y)
        lastTime = now
        return true
    }
}
