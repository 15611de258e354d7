// SPDX-License-Identifier: GPL-3.0-or-later
// What came of a table: how many rows can be taken, and row by row what is wrong with the others and what to do.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    readonly property var table: Session.table
    readonly property var wrong: Array.from(table.wrong ?? [])
    readonly property var whole: Array.from(table.whole ?? [])
    readonly property var unknown: Array.from(table.unknown ?? [])
    readonly property bool taken: table.taken === true
    readonly property int good: table.right ?? 0
    readonly property int most: Theme.portrait && Theme.textSize !== "xlarge" ? 6 : 3
    readonly property int leaves: Math.ceil(wrong.length / most)
    property int leaf: 0

    onLeavesChanged: leaf = Math.max(0, Math.min(leaf, leaves - 1))

    function turn(to: int) {
        leaf = to
        page.scroll.toTop()
    }

    heading: whole.length > 0 ? qsTr("This table cannot be taken yet")
             : taken ? qsTr("Rows to be corrected") : qsTr("What is in the table")
    lead: table.file ?? ""
    part: "form"
    stepShare: 1
    emblem: "people"
    backText: taken && good > 0 ? qsTr("Back") : qsTr("Take none")
    nextShown: whole.length === 0 && good > 0
    nextText: taken ? qsTr("Go on without them") : qsTr("Take the right rows: %1").arg(good)
    nextIcon: taken ? "right" : "tick"
    onNext: Session.next()

    Notice {
        width: parent.width
        visible: page.whole.length > 0
        kind: "error"
        title: qsTr("Please correct the table on your computer and bring it again")
        text: qsTr("Nothing of it has been taken.")
    }

    Repeater {
        model: page.whole

        Panel {
            id: fault

            required property var modelData

            width: (parent as Item).width
            padding: Theme.mm(5)
            spacing: Theme.smallGap

            BodyText {
                width: parent.width
                visible: text !== ""
                text: fault.modelData.line > 0 ? (fault.modelData.column !== "" ? qsTr("Line %1, %2").arg(fault.modelData.line).arg(fault.modelData.column)
                                                                               : qsTr("Line %1").arg(fault.modelData.line))
                                               : fault.modelData.column
                font.bold: true
            }

            BodyText {
                width: parent.width
                text: fault.modelData.text
                color: Theme.danger
            }
        }
    }

    Notice {
        width: parent.width
        visible: page.whole.length === 0 && page.good > 0
        kind: "success"
        title: page.taken ? qsTr("People taken from the table: %1").arg(page.good)
                          : qsTr("Rows that are right and can be taken: %1").arg(page.good)
    }

    Notice {
        width: parent.width
        visible: page.wrong.length > 0 && page.whole.length === 0
        kind: "warning"
        title: qsTr("Rows with errors: %1").arg(page.wrong.length)
        text: page.taken ? qsTr("Correct them here one by one, or go on without them.")
                         : qsTr("They can be corrected here, one by one, once the others have been taken.")
    }

    Notice {
        width: parent.width
        visible: page.unknown.length > 0
        title: qsTr("These columns are not needed and were left out")
        text: page.unknown.slice(0, 8).join(Session.language === "zh_CN" ? "、" : ", ")
    }

    Repeater {
        model: page.wrong.slice(page.leaf * page.most, (page.leaf + 1) * page.most)

        Panel {
            id: row

            required property int index
            required property var modelData
            readonly property string who: [modelData.name, modelData.number].filter(one => one !== "").join(" ")
            readonly property string title: who !== "" ? qsTr("Line %1: %2").arg(modelData.line).arg(who) : qsTr("Line %1").arg(modelData.line)

            width: (parent as Item).width
            padding: Theme.mm(5)
            spacing: Theme.smallGap

            Row {
                width: parent.width
                spacing: Theme.gap

                BodyText {
                    width: parent.width - (correct.shown ? correct.width + parent.spacing : 0)
                    anchors.verticalCenter: parent.verticalCenter
                    text: row.title
                    font.bold: true
                }

                HallButton {
                    id: correct

                    readonly property bool shown: page.taken && page.whole.length === 0

                    visible: shown
                    text: qsTr("Correct here")
                    iconName: "edit"
                    accessibleName: qsTr("Correct here: line %1").arg(row.modelData.line)
                    onActed: Session.correctRow(page.leaf * page.most + row.index)
                }
            }

            Repeater {
                model: row.modelData.errors

                DataRow {
                    required property var modelData

                    width: (parent as Item)?.width ?? 0
                    label: modelData.column !== "" ? modelData.column : qsTr("This person")
                    value: modelData.text
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
}
