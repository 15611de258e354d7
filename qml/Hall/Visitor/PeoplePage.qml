// SPDX-License-Identifier: GPL-3.0-or-later
// The people of a company's case: all that were entered, one more, or on with it.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    readonly property var people: Session.people
    readonly property var all: people.list ?? []
    readonly property int count: all.length
    readonly property bool room: count < (people.most ?? 0)

    heading: qsTr("Who is it about?")
    lead: qsTr("One case can be about up to %1 people. You sign once for all of them.").arg(people.most ?? 0)
    part: "form"
    stepShare: 1
    emblem: "people"
    nextText: qsTr("That is everybody")
    readThrough: true
    onNext: Session.next()

    Repeater {
        model: page.all

        Panel {
            id: person

            required property int index
            required property var modelData
            readonly property bool wrong: modelData.problem !== ""

            width: (parent as Item).width
            padding: Theme.mm(5)
            spacing: Theme.smallGap

            Row {
                width: parent.width
                spacing: Theme.gap

                Column {
                    width: parent.width - (remove.visible ? remove.width + parent.spacing : 0)
                    anchors.verticalCenter: parent.verticalCenter

                    BodyText {
                        width: parent.width
                        text: qsTr("%1. %2").arg(person.index + 1).arg(person.modelData.name !== "" ? person.modelData.name : qsTr("No name yet"))
                        font.bold: true
                        font.pixelSize: Theme.buttonSize
                    }

                    BodyText {
                        width: parent.width
                        visible: text !== ""
                        text: person.modelData.number
                        color: Theme.softText
                    }
                }

                HallButton {
                    id: remove
                    visible: page.count > 1
                    text: qsTr("Remove")
                    iconName: "eraser"
                    accessibleName: qsTr("Remove: %1").arg(person.modelData.name !== "" ? person.modelData.name : qsTr("person %1").arg(person.index + 1))
                    onActed: Session.removePerson(person.index)
                }
            }

            BodyText {
                width: parent.width
                visible: person.wrong
                text: person.modelData.problem
                color: Theme.danger
                font.bold: true
            }
        }
    }

    HallButton {
        width: parent.width
        visible: page.room
        text: qsTr("Add another person")
        iconName: "person"
        onActed: Session.addPerson()
    }
}
