// SPDX-License-Identifier: GPL-3.0-or-later
// Below a long list that is shown in leaves: one back, where one is, one on.
import QtQuick
import Hall.Controls

Row {
    id: turner

    property int leaf: 0
    property int leaves: 0
    readonly property bool wholeRow: true

    signal turned(to: int)

    visible: leaves > 1
    spacing: Theme.gap

    HallButton {
        width: (parent.width - 2 * parent.spacing) / 3
        enabled: turner.leaf > 0
        opacity: enabled ? 1 : 0
        text: qsTr("Turn back")
        onActed: turner.turned(turner.leaf - 1)
    }

    BodyText {
        width: (parent.width - 2 * parent.spacing) / 3
        anchors.verticalCenter: parent.verticalCenter
        horizontalAlignment: Text.AlignHCenter
        text: qsTr("%1 of %2").arg(turner.leaf + 1).arg(turner.leaves)
    }

    HallButton {
        width: (parent.width - 2 * parent.spacing) / 3
        enabled: turner.leaf + 1 < turner.leaves
        opacity: enabled ? 1 : 0
        text: qsTr("Turn over")
        onActed: turner.turned(turner.leaf + 1)
    }
}
