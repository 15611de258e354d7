// SPDX-License-Identifier: GPL-3.0-or-later
// Which travel permit: no reader here takes them, so the kind says what to look for.
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    heading: qsTr("Which travel permit do you have?")
    lead: qsTr("Residence permits for Hong Kong, Macao and Taiwan residents go on the reader for ID cards instead.")
    visitor: ""
    backText: qsTr("Sign in another way")
    nextShown: false

    PermitNotice {
        id: notice
        width: parent.width
    }

    Grid {
        id: kinds

        readonly property int room: page.roomHeight - (notice.note !== "" ? notice.height + Theme.gap : 0)
        readonly property int cellWidth: Theme.portrait ? width : (width - spacing) / 2
        readonly property int cellHeight: Theme.portrait ? Math.min(Theme.mm(150), (room - spacing) / 2) : room

        width: parent.width
        columns: Theme.portrait ? 1 : 2
        spacing: Theme.mm(8)

        PermitTile {
            width: kinds.cellWidth
            height: Math.max(implicitHeight, kinds.cellHeight)
            text: qsTr("Mainland travel permit for Hong Kong and Macao residents")
            detail: qsTr("The number begins with H or M.")
            sample: "H00000000"
            onActed: Session.permitChoose("hk-mo")
        }

        PermitTile {
            width: kinds.cellWidth
            height: Math.max(implicitHeight, kinds.cellHeight)
            text: qsTr("Mainland travel permit for Taiwan residents")
            detail: qsTr("The number has digits only.")
            sample: "00000000"
            onActed: Session.permitChoose("taiwan")
        }
    }
}
