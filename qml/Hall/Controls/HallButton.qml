// SPDX-License-Identifier: GPL-3.0-or-later
// A button with words: kind is "primary" (one a page), "secondary", "danger" or "quiet".
import QtQuick
import Hall.Controls

Pressable {
    id: button

    property string kind: "secondary"
    // "left" or "right" of the words
    property string iconSide: "left"

    readonly property bool filled: kind === "primary" || kind === "danger"
    readonly property color ink: {
        if (down)
            return Theme.pressedText
        if (kind === "primary")
            return Theme.primaryText
        return kind === "danger" ? Theme.dangerText : Theme.accent
    }

    implicitHeight: Math.max(Theme.buttonHeight, implicitContentHeight + topPadding + bottomPadding)
    leftPadding: Theme.mm(6)
    rightPadding: Theme.mm(6)
    topPadding: Theme.mm(2)
    bottomPadding: Theme.mm(2)
    font.bold: kind === "primary"

    background: Rectangle {
        radius: Theme.radius
        color: {
            if (button.down)
                return Theme.pressed
            if (button.kind === "primary")
                return Theme.primary
            if (button.kind === "danger")
                return Theme.dangerFill
            return button.kind === "quiet" ? "transparent" : Theme.surface
        }
        border.width: button.kind === "quiet" && !button.down ? 0 : Theme.strongLine
        border.color: {
            if (button.down)
                return Theme.pressedText
            if (button.kind === "danger")
                return Theme.danger
            return button.kind === "primary" ? Theme.primary : Theme.accent
        }
    }

    readonly property int markRoom: iconName !== "" ? Math.round(Theme.buttonSize * 1.05) + Theme.smallGap : 0

    // The words' own width, whatever the button's: a wrapping Text would ask for the width it is given.
    TextMetrics {
        id: metrics
        font: button.font
        text: button.text
    }

    contentItem: Item {
        implicitWidth: Math.ceil(metrics.advanceWidth) + Theme.mm(1) + button.markRoom
        implicitHeight: words.height

        Row {
            anchors.centerIn: parent
            spacing: Theme.smallGap
            layoutDirection: button.iconSide === "right" ? Qt.RightToLeft : Qt.LeftToRight

            HallIcon {
                id: mark
                anchors.verticalCenter: parent.verticalCenter
                visible: button.iconName !== ""
                name: button.iconName
                color: button.ink
                width: Math.round(Theme.buttonSize * 1.05)
                height: width
            }

            Text {
                id: words
                anchors.verticalCenter: parent.verticalCenter
                visible: text !== ""  // a lone mark stands in the middle
                width: Math.min(Math.ceil(metrics.advanceWidth) + Theme.mm(1), button.availableWidth - button.markRoom)
                text: button.text
                font: button.font
                color: button.ink
                wrapMode: Text.Wrap
                textFormat: Text.PlainText
                horizontalAlignment: Text.AlignHCenter
                Accessible.ignored: true
            }
        }
    }
}
