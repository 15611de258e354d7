// SPDX-License-Identifier: GPL-3.0-or-later
// Content that may be taller than its place. It turns pages by two big buttons: a finger that trembles while pressing
// must not drag the page away, so nothing scrolls by swiping. What takes the focus is brought into view.
import QtQuick

FocusScope {
    id: area

    default property alias content: holder.data
    // Where the page buttons stand instead of below the content (a free part of the action row, on wide screens).
    property Item dock: null
    // Height a page may fill without needing the buttons.
    readonly property int fullHeight: Math.floor(height)
    readonly property bool overflowing: holder.childrenRect.height > fullHeight + 1
    readonly property int viewHeight: flick.height
    // The screens overlap by the height of a button or a few lines, so that what is cut on one is whole on the next.
    readonly property int overlap: Math.min(Math.round(viewHeight * 0.35), Theme.mm(40))
    readonly property int pageStep: Math.max(1, viewHeight - overlap)
    readonly property int pages: overflowing ? Math.ceil((flick.contentHeight - overlap) / pageStep) : 1
    readonly property Item focusItem: Window.activeFocusItem
    readonly property int pageIndex: flick.atYEnd ? pages - 1 : Math.round(flick.contentY / pageStep)

    function turn(pagesOn: int) {
        flick.contentY = Math.max(0, Math.min(flick.contentHeight - flick.height, flick.contentY + pagesOn * pageStep))
    }

    function toTop() {
        flick.contentY = 0
    }

    function reveal(item: Item) {
        if (!overflowing)
            return
        const y = item.mapToItem(holder, 0, 0).y
        const top = y - Theme.mm(4)
        const bottom = y + item.height + Theme.mm(4)
        if (top < flick.contentY || item.height > flick.height)
            flick.contentY = Math.max(0, top)
        else if (bottom > flick.contentY + flick.height)
            flick.contentY = Math.min(flick.contentHeight - flick.height, bottom - flick.height)
    }

    function holds(item: Item): bool {
        for (let up = item; up; up = up.parent) {
            if (up === holder)
                return true
        }
        return false
    }

    onFocusItemChanged: if (focusItem && holds(focusItem)) reveal(focusItem)
    onWidthChanged: relaid.restart()

    // A keyboard that comes, or a question that an answer brings up, moves everything: the line being written stays in view.
    Timer {
        id: relaid
        interval: 0
        onTriggered: if (area.focusItem && area.holds(area.focusItem)) area.reveal(area.focusItem)
    }

    onOverflowingChanged: if (!overflowing) flick.contentY = 0

    Flickable {
        id: flick
        width: parent.width
        height: parent.height - (area.overflowing && !area.dock ? pager.height + Theme.gap : 0)
        contentWidth: width
        contentHeight: holder.childrenRect.height
        interactive: false
        // Room for the focus ring at the edges; below the fold everything is cut cleanly.
        clip: area.overflowing
        onHeightChanged: {
            contentY = Math.max(0, Math.min(contentY, contentHeight - height))
            relaid.restart()
        }

        Item {
            id: holder
            width: flick.width
            height: childrenRect.height
            onHeightChanged: relaid.restart()
        }
    }

    Row {
        id: pager

        readonly property int half: {
            const room = ((parent ? parent.width : 0) - count.width - 2 * spacing) / 2
            return area.dock ? Math.min(Theme.mm(90), room) : room
        }

        // Not ??: compiled by Qt 6.4 it gives null here, and the buttons were nowhere.
        parent: area.dock ? area.dock : area
        // A page that goes takes its dock with it first.
        anchors.bottom: parent ? parent.bottom : undefined
        anchors.horizontalCenter: parent ? parent.horizontalCenter : undefined
        visible: area.overflowing
        spacing: Theme.gap

        HallButton {
            width: pager.half
            enabled: area.pageIndex > 0
            opacity: enabled ? 1 : 0
            iconName: "up"
            text: qsTr("Page up")
            onActed: area.turn(-1)
        }

        BodyText {
            id: count
            anchors.verticalCenter: parent.verticalCenter
            text: (area.pageIndex + 1) + " / " + area.pages
            Accessible.name: qsTr("Screen %1 of %2").arg(area.pageIndex + 1).arg(area.pages)
        }

        HallButton {
            width: pager.half
            enabled: area.pageIndex < area.pages - 1
            opacity: enabled ? 1 : 0
            iconName: "down"
            text: qsTr("Page down")
            onActed: area.turn(1)
        }
    }
}
