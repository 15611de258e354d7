// SPDX-License-Identifier: GPL-3.0-or-later
// The people of a company's case: all that were entered, one more, or on with it.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    readonly property var people: Session.people
    readonly property var all: Array.from(people.list ?? [])
    readonly property int count: all.length
    readonly property bool room: count < (people.most ?? 0)
    readonly property var table: Session.table
    readonly property int waiting: table.left ?? 0
    // A long list is turned over; the last of it is who was entered last.
    readonly property int perLeaf: Theme.textSize === "xlarge" ? 4 : Theme.portrait ? 8 : 6
    readonly property int leaves: Math.ceil(count / perLeaf)
    property int leaf: 0
    readonly property int first: leaf * perLeaf
    readonly property int problems: all.filter(one => one.problem !== "").length

    heading: qsTr("Who is it about?")
    lead: qsTr("One case can be about up to %1 people. You sign once for all of them.").arg(people.most ?? 0)
    part: "form"
    stepShare: 1
    emblem: "people"
    nextText: qsTr("That is everybody")
    readThrough: true
    onNext: {
        const wrong = all.findIndex(one => one.problem !== "")
        if (wrong >= 0)
            turn(Math.floor(wrong / perLeaf))
        Session.next()
    }

    function turn(to: int) {
        leaf = to
        page.scroll.toTop()
    }

    onLeavesChanged: leaf = Math.max(0, leaves - 1)
    Component.onCompleted: leaf = Math.max(0, leaves - 1)

    Notice {
        width: parent.width
        visible: page.waiting > 0
        kind: "warning"
        title: qsTr("Rows of your table that were not taken: %1").arg(page.waiting)
        text: qsTr("Correct them here, or go on without them.")
    }

    HallButton {
        width: parent.width
        visible: page.waiting > 0
        text: qsTr("Correct these rows")
        iconName: "edit"
        onActed: Session.openRows()
    }

    BodyText {
        width: parent.width
        visible: page.leaves > 1
        text: page.problems > 0 ? qsTr("People: %1, with something to mend: %2").arg(page.count).arg(page.problems)
                                : qsTr("People: %1").arg(page.count)
        font.bold: true
    }

    Grid {
        id: list

        readonly property int cell: columns === 1 ? width : Math.floor((width - columnSpacing) / 2)

        width: parent.width
        columns: Theme.portrait || Theme.textSize === "xlarge" ? 1 : 2
        columnSpacing: Theme.gap
        rowSpacing: Theme.gap

        Repeater {
            model: page.all.slice(page.first, page.first + page.perLeaf)

            Panel {
                id: person

                required property int index
                required property var modelData
                readonly property bool wrong: modelData.problem !== ""
                readonly property int place: page.first + index

                width: list.cell
                padding: Theme.mm(5)
                spacing: Theme.smallGap

                Row {
                    width: parent.width
                    spacing: Theme.gap

                    Column {
                        width: parent.width - (remove.shown ? remove.width + parent.spacing : 0)
                        anchors.verticalCenter: parent.verticalCenter

                        BodyText {
                            width: parent.width
                            text: qsTr("%1. %2").arg(person.place + 1).arg(person.modelData.name !== "" ? person.modelData.name : qsTr("No name yet"))
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

                        readonly property bool shown: page.count > 1

                        visible: shown
                        text: qsTr("Remove")
                        iconName: "eraser"
                        accessibleName: qsTr("Remove: %1").arg(person.modelData.name !== "" ? person.modelData.name : qsTr("person %1").arg(person.place + 1))
                        onActed: Session.removePerson(person.place)
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
    }

    LeafTurner {
        width: parent.width
        leaf: page.leaf
        leaves: page.leaves
        onTurned: to => page.turn(to)
    }

    HallButton {
        width: parent.width
        visible: page.room
        text: qsTr("Add another person")
        iconName: "person"
        onActed: Session.addPerson()
    }

    HallButton {
        width: parent.width
        visible: page.table.offered === true
        text: qsTr("Take a table from a USB stick")
        iconName: "page"
        onActed: Session.openTable()
    }
}
