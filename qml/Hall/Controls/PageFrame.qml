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
    property int steps: 0
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
    property bool sideShown: false
    property bool barShown: true
    property alias bar: bar
    property alias scroll: scroll

    default property alias content: column.data
    property alias side: sideHolder.data
    // Buttons between back and next.
    property alias actions: middle.data
    // What the content may fill without scrolling.
    readonly property int roomHeight: scroll.fullHeight - (leadText.visible ? leadText.height + Theme.gap : 0)
    readonly property bool sideBeside: sideShown && !Theme.portrait

    signal back
    signal next

    Rectangle {
        anchors.fill: parent
        color: Theme.page
    }

    // First in the tree: an assistive device starts with what the page is about.
    Heading {
        id: title
        anchors.top: strip.bottom
        anchors.topMargin: Theme.mm(Theme.portrait ? 9 : 6)
        x: Theme.margin
        width: parent.width - 2 * Theme.margin
        text: frame.heading
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
        anchors.verticalCenter: stepWord.verticalCenter
        x: Theme.margin
        width: Math.min(Theme.mm(120), parent.width - 2 * Theme.margin - stepWord.width - Theme.gap)
        visible: frame.steps > 1
        step: frame.step
        steps: frame.steps
    }

    BodyText {
        id: stepWord
        anchors.top: title.bottom
        anchors.topMargin: Theme.mm(1.5)
        anchors.left: dots.right
        anchors.leftMargin: Theme.gap
        visible: dots.visible
        text: dots.Accessible.name
        color: Theme.softText
        Accessible.ignored: true
    }

    ScrollArea {
        id: scroll
        anchors.top: dots.visible ? stepWord.bottom : title.bottom
        anchors.topMargin: Theme.mm(dots.visible ? 4 : 5)
        anchors.bottom: frame.sideShown && Theme.portrait ? sideHolder.top : actionRow.top
        anchors.bottomMargin: Theme.mm(4)
        x: Theme.margin
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
        anchors.bottom: bar.top
        anchors.bottomMargin: visible ? Theme.mm(5) : 0
        x: Theme.margin
        width: parent.width - 2 * Theme.margin
        visible: frame.backShown || frame.nextShown || middle.width > 0
        height: visible ? Math.max(Theme.buttonHeight, backButton.height, nextButton.height, middle.height) : 0

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
            anchors.left: backButton.visible ? backButton.right : parent.left
            anchors.leftMargin: Theme.gap
            anchors.right: middle.left
            anchors.rightMargin: Theme.gap
            anchors.bottom: parent.bottom
            height: Theme.buttonHeight
        }

        Row {
            id: middle
            anchors.right: nextButton.visible ? nextButton.left : parent.right
            anchors.rightMargin: nextButton.visible && width > 0 ? Theme.gap : 0
            anchors.bottom: parent.bottom
            spacing: Theme.gap
        }

        HallButton {
            id: nextButton
            anchors.right: parent.right
            anchors.bottom: parent.bottom
            width: Math.max(implicitWidth, Math.min(Theme.sized(84, 88, 96), actionRow.width - backButton.width - middle.width
                                                    - 2 * Theme.gap))
            visible: frame.nextShown
            kind: frame.nextDangerous ? "danger" : "primary"
            iconName: frame.nextIcon
            iconSide: "right"
            text: frame.nextText
            onActed: frame.next()
        }
    }

    AssistBar {
        id: bar
        anchors.bottom: parent.bottom
        width: parent.width
        height: visible ? implicitHeight : 0
        visible: frame.barShown
    }
}
