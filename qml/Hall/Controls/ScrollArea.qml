// SPDX-License-Identifier: GPL-3.0-or-later
// Content that may be taller than its place. It turns pages by two big buttons: a finger that trembles while pressing
// must not drag the page away, so nothing scrolls by swiping. What takes the focus is brought into view. A screen begins
// with the first row that the one before did not show whole, and shows no halves: what an edge cuts through is covered.
pragma ComponentBehavior: Bound
import QtQuick

FocusScope {
    id: area

    default property alias content: holder.data
    // Where the page buttons stand instead of below the content (a free part of the action row, on wide screens).
    property Item dock: null
    // The way down is another button's for now.
    property bool downElsewhere: false
    // Height a page may fill without needing the buttons.
    readonly property int fullHeight: Math.floor(height)
    readonly property bool overflowing: holder.childrenRect.height > fullHeight + 1
    readonly property int viewHeight: flick.height
    // There is more than has been shown so far.
    readonly property bool more: overflowing && !endSeen
    property bool endSeen: false
    // contentY of every screen.
    property var stops: [0]
    readonly property int pages: stops.length
    readonly property int pageIndex: {
        let index = 0
        for (let i = 1; i < stops.length; ++i) {
            if (flick.contentY > stops[i] - 2)
                index = i
        }
        return index
    }
    readonly property Item focusItem: Window.activeFocusItem
    // What must not be shown by halves: {top, bottom, from, x, width, color, card, first} in the content's pixels; first
    // says that it is the first row of its card.
    property var pieces: []

    function turn(pagesOn: int) {
        survey()
        const place = Math.max(0, Math.min(pages - 1, pageIndex + pagesOn))
        // From between two screens up to the nearer one.
        flick.contentY = pagesOn < 0 && flick.contentY > stops[pageIndex] + 1 ? stops[pageIndex] : stops[place]
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
            flick.contentY = screenOf(Math.max(0, top), bottom)
        else if (bottom > flick.contentY + flick.height)
            flick.contentY = bottom - flick.height
    }

    // Where the screen begins that shows all from top to bottom: an answer with its question above it. Without such a
    // screen, top.
    function screenOf(top: real, bottom: real): real {
        survey()
        const whole = stops.filter(y => y <= top && bottom <= y + flick.height)
        return whole.length > 0 ? whole[whole.length - 1] : top
    }

    function holds(item: Item): bool {
        for (let up = item; up; up = up.parent) {
            if (up === holder)
                return true
        }
        return false
    }

    // Lines of text, rows that say so (`wholeRow`, with `keepBelow` pixels of what follows), buttons and icons; `card` is
    // what they lie on, {x, y, width, behind}, or null.
    function collect(item: Item, card: var, backdrop: color): var {
        const found = []
        for (let i = 0; i < item.children.length; ++i) {
            const child = item.children[i]
            if (!child.visible || child.opacity === 0 || child.height < 1)
                continue
            const at = child.mapToItem(holder, 0, 0)
            if (child.wholeRow !== true && child.lineCount !== undefined && child.contentHeight !== undefined) {
                const line = child.height / Math.max(1, child.lineCount)
                for (let row = 0; row < child.lineCount && child.text !== ""; ++row)
                    found.push(piece(at.x, at.y + row * line, child.width, line, card, backdrop))
            } else if (child.wholeRow === true || typeof child.acted === "function"
                       || child.children.length === 0 && typeof child.name === "string") {
                found.push(piece(at.x, at.y, child.width, child.height + (child.keepBelow || 0), card, backdrop))
            } else {
                const isCard = child.radius !== undefined && child.color !== undefined && child.color.a === 1
                const under = isCard ? {"x": at.x, "y": at.y, "width": child.width, "behind": backdrop} : card
                for (const one of collect(child, under, isCard ? child.color : backdrop))
                    found.push(one)
            }
        }
        return found
    }

    // The first row of a card brings the card's edge along.
    function piece(x: real, top: real, width: real, height: real, card: var, backdrop: color): var {
        const first = card !== null && top - card.y < Theme.mm(14)
        return {"top": top, "bottom": top + height, "from": (first ? card.y : top) - Theme.mm(1.5), "x": x, "width": width,
                "color": backdrop, "card": card, "first": first}
    }

    function survey() {
        pieces = overflowing ? collect(holder, null, Theme.page) : []
        stops = stopsOf(pieces)
        cover()
    }

    function stopsOf(pieces: var): var {
        const found = [0]
        const view = flick.height
        const height = holder.childrenRect.height
        let y = 0
        while (y + view < height - 1 && found.length < 40) {
            let next = height - view
            let cut = Infinity
            for (const one of pieces) {
                if (one.bottom > y + view + 1 && one.bottom - one.top < view)
                    cut = Math.min(cut, one.from)
            }
            if (cut < Infinity)
                next = cut
            // What is taller than a screen is shown by parts.
            y = Math.round(next > y + view * 0.2 ? next : y + view * 0.7)
            found.push(y)
        }
        return found
    }

    function cover() {
        const top = flick.contentY
        const bottom = top + flick.height
        const found = []
        // An empty card would ask what belongs there.
        const empty = pieces.filter(one => one.first && one.top < bottom - 1 && one.bottom > bottom + 1
                                           && one.bottom - one.top < flick.height).map(one => one.card)
        for (const card of empty) {
            const from = Math.max(card.y, top)
            found.push({"x": card.x, "y": from - top, "width": card.width, "height": bottom - from, "color": card.behind})
        }
        for (const one of pieces) {
            const cutAbove = one.top < top - 1 && one.bottom > top + 1
            const cutBelow = one.top < bottom - 1 && one.bottom > bottom + 1
            if (cutAbove !== cutBelow && one.bottom - one.top < flick.height && !empty.includes(one.card))
                found.push({"x": one.x, "y": Math.max(one.top, top) - top, "width": one.width, "color": one.color,
                            "height": Math.min(one.bottom, bottom) - Math.max(one.top, top)})
        }
        covers.model = found
        // Not pageIndex, which may still be that of the screen before.
        if (overflowing && stops.length > 1 && top > stops[stops.length - 1] - 2)
            endSeen = true
    }

    onFocusItemChanged: if (focusItem && holds(focusItem)) reveal(focusItem)
    onWidthChanged: relaid.restart()
    onOverflowingChanged: {
        if (!overflowing)
            flick.contentY = 0
        relaid.restart()
    }

    Connections {
        target: Theme
        function onColorModeChanged() { relaid.restart() }
        function onTextSizeChanged() { relaid.restart() }
    }

    // A keyboard that comes, or a question that an answer brings up, moves everything: the line being written stays in view.
    Timer {
        id: relaid
        interval: 0
        onTriggered: {
            area.survey()
            flick.contentY = Math.max(0, Math.min(flick.contentY, area.stops[area.stops.length - 1]))
            if (area.focusItem && area.holds(area.focusItem))
                area.reveal(area.focusItem)
        }
    }

    Flickable {
        id: flick
        width: parent.width
        height: parent.height - (area.overflowing && !area.dock ? pager.height + Theme.gap : 0)
        contentWidth: width
        // More than there is: the last screen begins with a row as well and may end with room, and a height that changes
        // for a moment must not pull the content back.
        contentHeight: holder.childrenRect.height + Theme.mm(1000)
        interactive: false
        // Room for the focus ring at the edges; below the fold everything is cut cleanly.
        clip: area.overflowing
        onContentYChanged: area.cover()
        onHeightChanged: relaid.restart()

        Item {
            id: holder
            width: flick.width
            height: childrenRect.height
            onHeightChanged: relaid.restart()
        }
    }

    Repeater {
        id: covers

        Rectangle {
            id: hood

            required property var modelData

            x: modelData.x
            y: modelData.y
            width: modelData.width
            height: modelData.height
            color: modelData.color

            // What is not shown is not touched.
            MouseArea {
                anchors.fill: parent
            }
        }
    }

    Row {
        id: pager

        readonly property int half: {
            const room = ((parent ? parent.width : 0) - count.width - 2 * spacing) / 2
            return area.dock ? Math.min(Math.max(Theme.mm(90), up.implicitWidth, down.implicitWidth), room) : room
        }

        // Not ??: compiled by Qt 6.4 it gives null here, and the buttons were nowhere.
        parent: area.dock ? area.dock : area
        // A page that goes takes its dock with it first.
        anchors.bottom: parent ? parent.bottom : undefined
        anchors.horizontalCenter: parent ? parent.horizontalCenter : undefined
        visible: area.overflowing
        spacing: Theme.gap

        HallButton {
            id: up
            width: pager.half
            // Between two screens, where a line being written was brought into view, there is something above as well.
            enabled: area.pageIndex > 0 || flick.contentY > 1
            opacity: enabled ? 1 : 0
            iconName: "up"
            text: qsTr("Page up")
            onActed: area.turn(-1)
        }

        BodyText {
            id: count
            height: Theme.buttonHeight
            verticalAlignment: Text.AlignVCenter
            text: (area.pageIndex + 1) + " / " + area.pages
            Accessible.name: qsTr("Screen %1 of %2").arg(area.pageIndex + 1).arg(area.pages)
        }

        HallButton {
            id: down
            width: pager.half
            enabled: area.pageIndex < area.pages - 1 && !area.downElsewhere
            opacity: enabled ? 1 : 0
            iconName: "down"
            text: qsTr("Page down")
            onActed: area.turn(1)
        }
    }
}
