// SPDX-License-Identifier: GPL-3.0-or-later
// Services that may be useful next, each with the fact it rests on. Nothing is done about one until it is touched.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Session

Panel {
    id: panel

    property alias heading: title.text
    readonly property var suggestions: Session.suggestions

    Heading {
        id: title
        // A title stays with its first card.
        readonly property bool wholeRow: true
        readonly property int keepBelow: Theme.mm(42)

        width: parent.width
        font.pixelSize: Theme.buttonSize
    }

    Repeater {
        model: panel.suggestions

        Item {
            id: entry

            required property var modelData
            readonly property bool wholeRow: true
            readonly property bool stacked: Theme.textSize === "xlarge" || width < Theme.mm(110)

            width: (parent as Item).width
            height: no.y + no.height

            ServiceCard {
                id: card
                width: entry.stacked ? entry.width : entry.width - no.width - Theme.gap
                height: implicitHeight
                text: entry.modelData.title
                summary: entry.modelData.why
                iconName: entry.modelData.icon
                onActed: Session.followSuggestion(entry.modelData.service)
            }

            HallButton {
                id: no
                x: entry.width - width
                y: entry.stacked ? card.height + Theme.smallGap : Math.max(0, card.height - height)
                text: qsTr("No, thanks")
                accessibleName: qsTr("No, thanks: %1").arg(entry.modelData.title)
                onActed: Session.declineSuggestion(entry.modelData.service)
            }
        }
    }
}
