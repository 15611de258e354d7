// SPDX-License-Identifier: GPL-3.0-or-later
// An answer of the centre: progress, a certificate, a balance.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    readonly property string result: Session.queryState

    heading: result === "asking" ? qsTr("Asking the centre") : result === "found" ? qsTr("This is what we found")
                                                             : qsTr("No answer to show")
    nextShown: result !== "asking"
    emblem: result === "found" ? "certificate" : ""
    backText: qsTr("Back to the start")
    backIcon: "home"
    backShown: result !== "asking"
    nextText: qsTr("Finish")
    nextIcon: "exit"
    onNext: Session.finish()

    Item {
        width: parent.width
        height: page.roomHeight
        visible: page.result === "asking"

        BusyMark {
            anchors.centerIn: parent
            width: parent.width
            text: qsTr("This takes a few seconds at most.")
        }
    }

    Grid {
        id: groups

        readonly property int cell: columns === 1 ? width : (width - columnSpacing) / 2

        width: parent.width
        visible: page.result === "found"
        columns: Theme.portrait || Theme.textSize === "xlarge" ? 1 : 2
        columnSpacing: Theme.gap
        rowSpacing: Theme.gap

        Repeater {
            model: page.result === "found" ? Session.queryGroups : []

            Panel {
                id: group

                required property var modelData

                width: groups.cell
                padding: Theme.mm(8)
                spacing: Theme.mm(2)

                Heading {
                    width: parent.width
                    text: group.modelData.title
                    font.pixelSize: Theme.buttonSize
                }

                Repeater {
                    model: group.modelData.rows

                    DataRow {
                        required property var modelData

                        width: (parent as Item).width
                        label: modelData.label
                        value: modelData.value
                    }
                }
            }
        }
    }

    Notice {
        width: parent.width
        visible: page.result === "found"
        kind: "info"
        title: qsTr("This is what the centre has on record now")
        text: qsTr("If something is not right, please ask at the service window.")
    }

    BigMessage {
        width: parent.width
        room: page.roomHeight
        visible: page.result !== "asking" && page.result !== "found"
        iconName: page.result === "offline" ? "offline" : page.result === "none" ? "search" : "warning"
        text: page.result === "offline" ? qsTr("There is no connection to the centre at the moment")
                                        : page.result === "none" ? qsTr("The centre has no record about this")
                                                                 : qsTr("The centre could not answer")
        detail: page.result === "none" ? qsTr("If you expected one, please ask at the service window.")
                                       : qsTr("Please try again later, or ask at the service window.")
    }
}
