// SPDX-License-Identifier: GPL-3.0-or-later
// A quiet card that groups things; its children stand in a column.
import QtQuick

Rectangle {
    id: panel

    default property alias content: column.data
    property alias spacing: column.spacing
    property int padding: Theme.mm(6)

    implicitHeight: column.implicitHeight + 2 * padding
    color: Theme.surface
    radius: Theme.radius
    border.width: Theme.line
    border.color: Theme.hairline

    Column {
        id: column
        x: panel.padding
        y: panel.padding
        width: panel.width - 2 * panel.padding
        spacing: Theme.smallGap
    }
}
