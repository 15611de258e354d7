// SPDX-License-Identifier: GPL-3.0-or-later
// What a service is: who may apply, what is needed, how long it takes, what comes of it.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    readonly property var service: Session.service
    readonly property bool refused: service.eligible === "no"

    heading: service.title
    lead: service.summary
    nextShown: !refused
    nextText: qsTr("Start")
    onNext: Session.begin()

    component Section: Panel {
        id: section

        property string title: ""

        padding: Theme.mm(7)

        Heading {
            width: parent.width
            text: section.title
            font.pixelSize: Theme.buttonSize
        }
    }

    component Fact: Row {
        id: line

        property string iconName: "tick"
        property color iconColor: Theme.accent
        property string text: ""
        property string detail: ""

        width: (parent as Item).width
        spacing: Theme.smallGap

        HallIcon {
            id: mark
            y: Math.round(Theme.bodySize * 0.15)
            width: Math.round(Theme.bodySize * 1.25)
            height: width
            name: line.iconName
            color: line.iconColor
        }

        Column {
            width: line.width - mark.width - line.spacing

            BodyText {
                width: parent.width
                text: line.text
            }

            BodyText {
                width: parent.width
                visible: text !== ""
                text: line.detail
                color: Theme.softText
            }
        }
    }

    Notice {
        width: parent.width
        visible: text !== "" || page.refused
        kind: page.service.eligible === "yes" ? "success" : page.refused ? "warning" : "info"
        title: page.service.eligible === "yes" ? qsTr("You can apply")
                                               : page.refused ? qsTr("You cannot apply at the moment")
                                                              : qsTr("You may be able to apply")
        text: page.service.eligibleText ?? ""
    }

    Grid {
        id: facts

        readonly property int cell: Theme.portrait ? width : (width - columnSpacing) / 2

        width: parent.width
        columns: Theme.portrait ? 1 : 2
        columnSpacing: Theme.gap
        rowSpacing: Theme.gap

        Section {
            width: facts.cell
            title: qsTr("What you need")
            visible: page.service.materials.length > 0

            Repeater {
                model: page.service.materials

                Fact {
                    required property var modelData

                    iconName: modelData.have ? "check" : "camera"
                    iconColor: modelData.have ? Theme.success : Theme.accent
                    text: modelData.title + (modelData.have ? qsTr(" (we have it)") : qsTr(" (to be scanned here)"))
                    detail: modelData.why ?? ""
                }
            }
        }

        Section {
            width: facts.cell
            title: qsTr("Who can apply")
            visible: page.service.who.length > 0

            Repeater {
                model: page.service.who

                Fact {
                    required property string modelData

                    iconName: "person"
                    text: modelData
                }
            }
        }

        Section {
            width: facts.cell
            title: qsTr("Time and cost")
            spacing: 0

            DataRow {
                width: parent.width
                label: qsTr("At this machine")
                value: qsTr("about %1 min").arg(page.service.minutes)
            }

            DataRow {
                width: parent.width
                visible: value !== ""
                label: qsTr("Decision")
                value: page.service.time ?? ""
            }

            DataRow {
                width: parent.width
                visible: value !== ""
                label: qsTr("Fee")
                value: page.service.fee ?? ""
            }
        }

        Section {
            width: facts.cell
            title: qsTr("What you get")
            visible: page.service.outputs.length > 0

            Repeater {
                model: page.service.outputs

                Fact {
                    required property string modelData

                    iconName: "page"
                    text: modelData
                }
            }
        }
    }
}
