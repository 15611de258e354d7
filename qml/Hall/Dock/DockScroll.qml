// SPDX-License-Identifier: GPL-3.0-or-later
// Content taller than its place, for wheel, mouse and keys: what takes the focus is brought into view.
import QtQuick
import QtQuick.Templates as T
import Hall.Controls

Flickable {
    id: area

    readonly property Item focusItem: Window.activeFocusItem

    function holds(item: Item): bool {
        for (let up = item; up; up = up.parent) {
            if (up === contentItem)
                return true
        }
        return false
    }

    function reveal(item: Item) {
        const top = item.mapToItem(contentItem, 0, 0).y - Theme.mm(4)
        const bottom = top + item.height + 2 * Theme.mm(4)
        if (top < contentY)
            contentY = Math.max(0, top)
        else if (bottom > contentY + height)
            contentY = Math.min(contentHeight - height, bottom - height)
    }

    clip: true
    contentWidth: width
    boundsBehavior: Flickable.StopAtBounds
    flickableDirection: Flickable.VerticalFlick
    onFocusItemChanged: if (focusItem && holds(focusItem)) reveal(focusItem)

    // Not attached: Qt 6.4 leaves an attached bar where the first width of the area was.
    T.ScrollBar {
        id: bar
        parent: area
        x: area.width - width
        width: Theme.mm(3)
        height: area.height
        orientation: Qt.Vertical
        size: area.visibleArea.heightRatio
        position: area.visibleArea.yPosition
        minimumSize: 0.06
        visible: size < 1
        onPositionChanged: if (pressed) area.contentY = position * area.contentHeight

        contentItem: Rectangle {
            radius: width / 2
            color: bar.pressed ? Theme.accent : Theme.edge
        }
    }
}
