// SPDX-License-Identifier: GPL-3.0-or-later
// Maintenance is closed and the card still in the reader: it is asked for before visitors come.
import QtQuick
import Hall.Controls

PageFrame {
    id: page

    heading: qsTr("Please take your staff card")
    backShown: false
    nextShown: false
    barShown: false

    Notice {
        width: parent.width
        kind: "warning"
        title: qsTr("Your card is still in the machine")
        text: qsTr("Maintenance is closed. Visitors can begin as soon as the card is out.")
    }
}
