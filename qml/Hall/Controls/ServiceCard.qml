// SPDX-License-Identifier: GPL-3.0-or-later
// A life event or a service: picture, title, one line, and why it rests when it does. A resting card still answers a
// touch, so that the visitor learns the reason instead of meeting a dead button.
import QtQuick
import Hall.Controls

Pressable {
    id: card

    property string summary: ""
    property string note: ""
    property string reason: ""
    property bool available: true
    // A tall card has its picture above the words.
    property bool tall: false
    // One of few on a tall screen: larger picture and words.
    property bool large: false
    // Cards beside each other begin at the same height: the implicit height of the tallest of them.
    property int evenHeight: 0

    readonly property color ink: down ? Theme.pressedText : Theme.text

    padding: Theme.mm(tall ? 7 : 6)
    implicitHeight: Math.max(Theme.mm(26), layout.implicitHeight + 2 * padding)
    accessibleName: text

    Accessible.description: reason !== "" ? reason : summary

    background: Rectangle {
        radius: Theme.radius
        color: card.down ? Theme.pressed : Theme.surface
        border.width: Theme.line
        border.color: Theme.edge
    }

    contentItem: Item {
        Grid {
            id: layout
            y: Math.round((parent.height - (card.evenHeight > 0 ? card.evenHeight - 2 * card.padding : height)) / 2)
            width: parent.width
            columns: card.tall ? 1 : 2
            columnSpacing: Theme.mm(5)
            rowSpacing: Theme.smallGap
            verticalItemAlignment: Grid.AlignVCenter

            Rectangle {
                id: disc
                width: card.large ? Theme.mm(44) : Theme.sized(card.tall ? 28 : 20, card.tall ? 28 : 22, card.tall ? 26 : 22)
                height: width
                radius: Theme.mm(3)
                color: card.down ? "transparent" : Theme.chosen
                border.width: Theme.contrast ? Theme.line : 0
                border.color: Theme.edge

                HallIcon {
                    anchors.centerIn: parent
                    width: Math.round(parent.width * 0.64)
                    height: width
                    name: card.iconName
                    color: card.down ? Theme.pressedText : Theme.accent
                }
            }

            Column {
                width: card.tall ? layout.width : layout.width - disc.width - layout.columnSpacing
                spacing: Theme.mm(0.5)

                Text {
                    width: parent.width
                    text: card.text
                    font.family: Theme.family
                    font.pixelSize: card.large ? Theme.headingSize
                                               : card.tall ? Math.round((Theme.buttonSize + Theme.headingSize) / 2)
                                                           : Theme.buttonSize
                    font.bold: true
                    color: card.ink
                    wrapMode: Text.Wrap
                    Accessible.ignored: true
                }

                Text {
                    width: parent.width
                    visible: text !== ""
                    text: card.summary
                    font.family: Theme.family
                    font.pixelSize: card.large ? Theme.buttonSize : Theme.bodySize
                    color: card.down ? Theme.pressedText : Theme.softText
                    wrapMode: Text.Wrap
                    Accessible.ignored: true
                }

                Text {
                    width: parent.width
                    visible: text !== ""
                    text: card.note
                    font.family: Theme.family
                    font.pixelSize: Theme.bodySize
                    color: card.down ? Theme.pressedText : Theme.softText
                    wrapMode: Text.Wrap
                    Accessible.ignored: true
                }

                Row {
                    width: parent.width
                    visible: !card.available
                    spacing: Theme.mm(2)

                    HallIcon {
                        id: pauseMark
                        width: Math.round(Theme.bodySize * 1.2)
                        height: width
                        name: "pause"
                        color: card.down ? Theme.pressedText : Theme.warning
                    }

                    Text {
                        width: parent.width - pauseMark.width - parent.spacing
                        text: card.reason
                        font.family: Theme.family
                        font.pixelSize: Theme.bodySize
                        font.bold: true
                        color: card.down ? Theme.pressedText : Theme.warning
                        wrapMode: Text.Wrap
                        Accessible.ignored: true
                    }
                }
            }
        }
    }
}
