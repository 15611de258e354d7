// SPDX-License-Identifier: GPL-3.0-or-later
// The frame of every page: strip, heading, content, action row (back left, next right), assist bar, always in the same
// places. Content that is too tall turns pages by buttons. `side` stands below the content on a portrait screen and
// to its right on a landscape one (keyboard, pads).
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls

FocusScope {
    id: frame

    property string heading: ""
    property string lead: ""
    property string hallName: ""
    property string visitor: ""
    property int step: 0
    property var stepNames: []
    property real stepShare: 0
    // A picture above the heading where a short page leaves room for it.
    property string emblem: ""
    // The side will be shown sooner or later: what the page shows before keeps out of its way.
    property bool sideExpected: sideShown
    // Seconds until the visit closes; shown below 60, hidden when negative.
    property int secondsLeft: -1
    property string networkText: ""
    property bool networkUp: true

    property bool backShown: true
    property string backText: qsTr("Back")
    property string backIcon: "left"
    property bool nextShown: true
    property string nextText: qsTr("Next")
    property string nextIcon: "right"
    property bool nextDangerous: false
    // What has to be read before going on: the main button turns the screens until the last one has been shown.
    property bool readThrough: false
    property bool sideShown: false
    property bool barShown: true
    property alias bar: bar
    property alias scroll: scroll

    default property alias content: column.data
    property alias side: sideHolder.data
    // Buttons between back and next.
    property alias actions: middle.data
    // What the content may fill without scrolling.
    readonly property int roomHeight: restHeight - (lead !== "" ? leadText.height + Theme.gap : 0)
    readonly property bool sideBeside: sideShown && !Theme.portrait
    readonly property bool unread: readThrough && scroll.more
    // As unread, once the page lies: the button's words have a height, and what overflows depends on that.
    property bool turning: false
    // What is shown while the page is. Places go by these and not by `visible`, which is false below a dialog as well: the page
    // would lie otherwise there, and move under the finger in the moment in which it comes back.
    readonly property bool dotsShown: dots.names.length > 1
    readonly property bool rowShown: backShown || nextShown || middle.width > 0
    readonly property bool stepsBeside: dotsShown && !Theme.portrait

    // A short page on a tall screen stands lower, where hands and eyes are; one that fills its room begins at the top.
    readonly property int topGap: Theme.mm(Theme.portrait ? 9 : 6)
    readonly property int headHeight: title.height + (dotsShown && !stepsBeside ? Theme.mm(3) + dots.height : 0)
                                      + Theme.mm(5)
    readonly property int floorY: actionRow.y - Theme.mm(4)
                                  - (sideShown && Theme.portrait ? sideHolder.height + Theme.mm(4) : 0)
    readonly property int restHeight: Math.floor(floorY - strip.height - topGap - headHeight)
    readonly property int lift: {
        if (!Theme.portrait)
            return 0
        const reserved = sideExpected && !sideShown ? sideHolder.height + Theme.mm(4) : 0
        const slack = restHeight - reserved - column.height
        return Math.max(0, Math.min(Theme.mm(110), Math.round(slack * 0.42)))
    }

    signal back
    // Never within 600 ms of the button's coming.
    signal next

    onTurningChanged: arming.begin()
    onUnreadChanged: laid.restart()

    Timer {
        id: laid
        interval: 0
        onTriggered: frame.turning = frame.unread
    }

    // A hand that touches several times, or a key that bounces, would confirm page after page unread: the button that
    // leads on takes presses once it has stood for 600 ms without being touched, and after 1800 ms in any case.
    Timer {
        id: arming

        readonly property int rest: 600
        readonly property int most: 1800
        property bool over: false
        // Milliseconds by the clock at which the button came.
        property real since: 0

        interval: rest
        onTriggered: over = true

        function begin() {
            over = false
            since = Date.now()
            interval = rest
            if (nextButton.visible)
                restart()
            else
                stop()
        }

        function delay() {
            interval = Math.max(1, Math.min(rest, since + most - Date.now()))
            restart()
        }
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.page
    }

    // First in the tree: an assistive device starts with what the page is about.
    Heading {
        id: title
        anchors.top: strip.bottom
        anchors.topMargin: frame.topGap + frame.lift
        x: Theme.margin
        width: parent.width - 2 * Theme.margin - (frame.stepsBeside ? dots.width + Theme.gap : 0)
        text: frame.heading
    }

    Rectangle {
        readonly property int room: frame.lift + frame.topGap - Theme.mm(14)

        anchors.bottom: title.top
        anchors.bottomMargin: Theme.mm(5)
        x: Theme.margin
        visible: frame.emblem !== "" && room >= Theme.mm(24)
        width: Math.min(Theme.mm(46), room)
        height: width
        radius: width / 2
        color: Theme.chosen
        border.width: Theme.contrast ? Theme.strongLine : 0
        border.color: Theme.accent

        HallIcon {
            anchors.centerIn: parent
            width: Math.round(parent.width * 0.58)
            height: width
            name: frame.emblem
            color: Theme.accent
        }
    }

    Rectangle {
        id: strip
        width: parent.width
        height: Theme.stripHeight
        color: Theme.strip

        Rectangle {
            anchors.bottom: parent.bottom
            width: parent.width
            height: Theme.line
            color: Theme.contrast || Theme.colorMode === "low-glare" ? Theme.edge : Theme.strip
        }

        component StripText: BodyText {
            anchors.verticalCenter: parent.verticalCenter
            font.pixelSize: Math.min(Theme.bodySize, Theme.mm(8.5))
            color: Theme.stripText
            wrapMode: Text.NoWrap
        }

        Row {
            x: Theme.margin
            height: parent.height
            spacing: Theme.mm(4)

            HallIcon {
                anchors.verticalCenter: parent.verticalCenter
                width: Theme.mm(10)
                height: width
                name: "hall"
                color: Theme.stripText
            }

            StripText {
                text: frame.hallName
                font.bold: true
            }
        }

        Row {
            anchors.right: parent.right
            anchors.rightMargin: Theme.margin
            height: parent.height
            spacing: Theme.mm(7)

            StripText {
                visible: frame.secondsLeft >= 0 && frame.secondsLeft < 60
                text: qsTr("%1 s left").arg(frame.secondsLeft)
                font.bold: true
            }

            StripText {
                visible: text !== ""
                text: frame.visitor
            }

            HallIcon {
                anchors.verticalCenter: parent.verticalCenter
                visible: frame.networkText !== ""
                width: Theme.mm(9)
                height: width
                name: frame.networkUp ? "network" : "offline"
                color: Theme.stripText
                Accessible.role: Accessible.Graphic
                Accessible.name: frame.networkText
            }
        }
    }

    StepDots {
        id: dots
        x: frame.stepsBeside ? parent.width - width - Theme.margin : Theme.margin
        y: frame.stepsBeside ? title.y + Math.round((title.height - height) / 2) : title.y + title.height + Theme.mm(3)
        width: Theme.portrait ? parent.width - 2 * Theme.margin : Math.round(parent.width * 0.42)
        visible: frame.dotsShown
        step: frame.step
        names: frame.stepNames
        share: frame.stepShare
    }

    ScrollArea {
        id: scroll
        anchors.top: parent.top
        anchors.topMargin: title.y + frame.headHeight
        anchors.bottom: frame.sideShown && Theme.portrait ? sideHolder.top : actionRow.top
        anchors.bottomMargin: Theme.mm(4)
        x: Theme.margin
        downElsewhere: frame.turning
        // Only where the row stands anyway: a row that came with the page buttons would change what fits.
        dock: Theme.portrait || !frame.backShown && !frame.nextShown ? null : pagerDock
        width: parent.width - 2 * Theme.margin - (frame.sideBeside ? sideHolder.width + Theme.mm(8) : 0)

        Column {
            id: column
            width: scroll.width
            spacing: Theme.gap

            BodyText {
                id: leadText
                width: parent.width
                visible: text !== ""
                text: frame.lead
                color: Theme.softText
            }
        }
    }

    Item {
        id: sideHolder
        visible: frame.sideShown
        readonly property int inset: Theme.mm(4)

        x: frame.sideBeside ? parent.width - width - Theme.margin : inset
        anchors.bottom: actionRow.top
        anchors.bottomMargin: Theme.mm(4)
        width: frame.sideBeside ? Math.max(Theme.mm(178), Math.round((parent.width - 2 * Theme.margin) * 0.42))
                                : parent.width - 2 * inset
        height: childrenRect.height
    }

    Item {
        id: actionRow

        // Too many words for one row: what stands between back and next goes above them.
        readonly property bool crowded: middle.width > 0 && frame.backShown && frame.nextShown
                                        && backButton.width + middle.width + nextButton.implicitWidth + 2 * Theme.gap > width

        anchors.bottom: bar.top
        anchors.bottomMargin: frame.rowShown ? Theme.mm(5) : 0
        x: Theme.margin
        width: parent.width - 2 * Theme.margin
        visible: frame.rowShown
        height: frame.rowShown ? Math.max(Theme.buttonHeight, backButton.height, nextButton.height, middle.height)
                          + (crowded ? middle.height + Theme.gap : 0) : 0

        HallButton {
            id: backButton
            anchors.left: parent.left
            anchors.bottom: parent.bottom
            width: Math.max(Theme.sized(50, 56, 64), implicitWidth)
            visible: frame.backShown
            iconName: frame.backIcon
            text: frame.backText
            onActed: frame.back()
        }

        Item {
            id: pagerDock
            anchors.left: frame.backShown ? backButton.right : parent.left
            anchors.leftMargin: Theme.gap
            anchors.right: actionRow.crowded ? nextButton.left : middle.left
            anchors.rightMargin: Theme.gap
            anchors.bottom: parent.bottom
            height: Theme.buttonHeight
        }

        Row {
            id: middle
            anchors.right: frame.nextShown && !actionRow.crowded ? nextButton.left : parent.right
            anchors.rightMargin: frame.nextShown && !actionRow.crowded && width > 0 ? Theme.gap : 0
            anchors.bottom: parent.bottom
            anchors.bottomMargin: actionRow.crowded ? nextButton.height + Theme.gap : 0
            spacing: Theme.gap
        }

        HallButton {
            id: nextButton
            anchors.right: parent.right
            anchors.bottom: parent.bottom
            width: Math.max(implicitWidth, Math.min(Theme.sized(84, 88, 96), actionRow.width - backButton.width
                                                    - (actionRow.crowded ? 0 : middle.width)
                                                    - 2 * Theme.gap))
            visible: frame.nextShown
            kind: frame.nextDangerous ? "danger" : "primary"
            iconName: frame.turning ? "down" : frame.nextIcon
            iconSide: "right"
            text: frame.turning ? qsTr("Page down") : frame.nextText
            // Drawn as ever.
            enabled: arming.over
            soon: true
            onVisibleChanged: arming.begin()
            Component.onCompleted: arming.begin()
            onActed: {
                if (frame.turning)
                    scroll.turn(1)
                else
                    frame.next()
            }
        }

        // Every touch of the button before its time makes it wait anew.
        MouseArea {
            anchors.fill: nextButton
            enabled: nextButton.visible && !arming.over
            onPressed: arming.delay()
        }
    }

    AssistBar {
        id: bar
        anchors.bottom: parent.bottom
        width: parent.width
        height: frame.barShown ? implicitHeight : 0
        visible: frame.barShown
    }
}
