// SPDX-License-Identifier: GPL-3.0-or-later
// Nobody is here yet: what this machine is for, and one big invitation. The whole screen starts the visit.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    heading: qsTr("Employment services at this machine")
    visitor: ""
    backShown: false
    nextShown: false
    bar.homeShown: false
    bar.helpShown: true

    // At the largest text the short words must do.
    readonly property bool roomy: Theme.textSize !== "xlarge"
    readonly property var readers: Session.readers
    readonly property var offered: Session.services
    readonly property bool resting: {
        for (const reader of readers) {
            if (reader.ready)
                return false
        }
        return readers.length > 0
    }

    Item {
        width: parent.width
        height: Math.max(page.roomHeight, hero.implicitHeight)

        MouseArea {
            anchors.fill: parent
            onClicked: Session.start()
        }

        Grid {
            id: hero
            anchors.fill: parent
            columns: Theme.portrait ? 1 : 2
            columnSpacing: Theme.mm(12)
            rowSpacing: Theme.mm(8)

            readonly property int cell: Theme.portrait ? width : (width - columnSpacing) / 2

            Column {
                width: hero.cell
                spacing: Theme.mm(4)

                BodyText {
                    width: parent.width
                    text: qsTr("Bring your social security card or resident ID card. Most things take less than ten minutes.")
                    visible: Theme.portrait || page.roomy
                    font.pixelSize: Theme.buttonSize
                    color: Theme.softText
                }

                Repeater {
                    model: page.offered.slice(0, 4)

                    Rectangle {
                        id: line

                        required property var modelData

                        width: hero.cell
                        height: Math.max(Theme.mm(Theme.portrait && page.roomy ? 34 : 25), words.implicitHeight + Theme.mm(8))
                        radius: Theme.radius
                        color: Theme.surface
                        border.width: Theme.line
                        border.color: Theme.hairline

                        HallIcon {
                            id: lineIcon
                            x: Theme.mm(7)
                            anchors.verticalCenter: parent.verticalCenter
                            width: Theme.mm(15)
                            height: width
                            name: line.modelData.icon
                            color: Theme.accent
                        }

                        Column {
                            id: words
                            anchors.left: lineIcon.right
                            anchors.leftMargin: Theme.mm(7)
                            anchors.right: parent.right
                            anchors.rightMargin: Theme.mm(5)
                            anchors.verticalCenter: parent.verticalCenter

                            BodyText {
                                width: parent.width
                                text: line.modelData.title
                                font.pixelSize: Theme.buttonSize
                                font.bold: true
                            }

                            BodyText {
                                width: parent.width
                                visible: page.roomy
                                text: line.modelData.summary
                                color: Theme.softText
                            }
                        }
                    }
                }
            }

            Column {
                width: hero.cell
                spacing: Theme.gap

                Pressable {
                    id: startButton

                    width: parent.width
                    height: Math.max(Theme.mm(page.roomy ? 70 : 60), page.roomHeight - (Theme.portrait ? y + parent.y : 0)
                                     - (leftCard.reader !== "" ? leftCard.height : status.height) - guide.height - 2 * Theme.gap)
                    text: qsTr("Touch the screen to start")
                    onActed: Session.start()

                    background: Rectangle {
                        radius: Theme.mm(5)
                        color: startButton.down ? Theme.pressed : Theme.primary
                        border.width: startButton.down ? Theme.strongLine : 0
                        border.color: Theme.pressedText
                    }

                    contentItem: Item {
                        Column {
                            anchors.centerIn: parent
                            width: parent.width - Theme.mm(16)
                            spacing: Theme.mm(6)

                            HallIcon {
                                anchors.horizontalCenter: parent.horizontalCenter
                                width: Theme.mm(38)
                                height: width
                                name: "touch"
                                color: startButton.down ? Theme.pressedText : Theme.primaryText
                            }

                            Text {
                                width: parent.width
                                text: startButton.text
                                font.family: Theme.family
                                font.pixelSize: Math.round(Theme.headingSize * 1.25)
                                font.bold: true
                                color: startButton.down ? Theme.pressedText : Theme.primaryText
                                wrapMode: Text.Wrap
                                horizontalAlignment: Text.AlignHCenter
                                Accessible.ignored: true
                            }
                        }
                    }
                }

                LeftCard {
                    id: leftCard
                    width: parent.width
                }

                Notice {
                    id: status
                    width: parent.width
                    visible: leftCard.reader === ""
                    kind: page.resting ? "warning" : Session.online ? "success" : "info"
                    title: page.resting ? qsTr("Card reading is resting")
                                        : Session.online ? qsTr("Connected")
                                        : Session.connecting ? qsTr("Connecting to the centre") : qsTr("No connection")
                    text: page.resting ? qsTr("You can look around; to apply, please go to the service window.")
                                       : Session.online ? qsTr("What you submit is sent at once.")
                                       : Session.connecting ? qsTr("You can begin at once.")
                                                        : qsTr("You can apply all the same: your case is kept here safely and sent later.")
                }

                // Low, where a hand reaches it from a wheelchair too.
                HallButton {
                    id: guide
                    width: parent.width
                    iconName: "question"
                    text: qsTr("What can I do here? What do I need?")
                    onActed: Session.showGuide()
                }
            }
        }
    }

    // Nobody has been there for a while: the screen rests, and wakes with the first step towards it.
    Timer {
        id: gone
        interval: 30000
        running: !Session.someoneThere
        onRunningChanged: if (running) gone.over = false
        onTriggered: gone.over = true

        property bool over: false
    }

    Rectangle {
        parent: page
        anchors.fill: parent
        z: 50
        visible: opacity > 0
        opacity: !Session.someoneThere && gone.over ? 0.7 : 0
        color: "black"
        Accessible.ignored: true

        Behavior on opacity {
            NumberAnimation {
                duration: 400
            }
        }
    }
}
