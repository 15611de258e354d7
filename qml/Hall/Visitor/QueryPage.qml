// SPDX-License-Identifier: GPL-3.0-or-later
// An answer of the centre: progress, a certificate, a balance.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    readonly property string result: Session.queryState
    readonly property string asOf: Session.queryAsOf
    readonly property var paper: Session.answerPaper
    readonly property string paperState: paper.state ?? ""
    readonly property var paperFault: paper.fault
    // What is said once stands on every leaf; the records of a list are turned over.
    readonly property var told: result === "found" ? Session.queryGroups : []
    readonly property var listed: Array.from(told).filter(group => group.listed === true)
    readonly property int most: 2
    readonly property int leaves: Math.ceil(listed.length / most)
    property int leaf: 0
    readonly property var shown: Array.from(told).filter(group => group.listed !== true && leaf === 0)
                                 .concat(listed.slice(leaf * most, (leaf + 1) * most))

    onLeavesChanged: leaf = Math.max(0, Math.min(leaf, leaves - 1))

    function turn(to: int) {
        leaf = to
        page.scroll.toTop()
    }

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

    actions: HallButton {
        visible: (page.paper.offered ?? "") !== ""
        enabled: page.paperState !== "printing"
        text: page.paper.offered === "proof" ? qsTr("Print the proof") : qsTr("Print this")
        iconName: "print"
        onActed: {
            Session.printAnswer()
            page.scroll.toTop()
        }
    }

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

    Notice {
        width: parent.width
        visible: page.paperState !== ""
        kind: page.paperState === "printed" ? "success" : page.paperState === "printing" ? "info" : "warning"
        title: {
            switch (page.paperState) {
            case "printing":
                return qsTr("It is being printed.")
            case "printed":
                return qsTr("Please take the paper from the paper slot.")
            case "none":
                return qsTr("There is no paper at the moment. Please ask at the service window.")
            case "unknown":
                return qsTr("Please look whether the paper is in the paper slot.")
            }
            return qsTr("It could not be printed. Please ask at the service window.")
        }
        text: page.paperFault ? FaultTexts.what(page.paperFault.code) : ""
    }

    Notice {
        width: parent.width
        visible: page.result === "found" && page.asOf !== ""
        kind: "warning"
        title: qsTr("This is the centre's list of %1").arg(page.asOf)
        text: qsTr("The centre cannot be asked at the moment. What is offered may have changed since.")
    }

    Grid {
        id: groups

        readonly property bool dense: page.leaves > 0 && Theme.textSize === "normal"
        readonly property int cell: columns === 1 ? width : (width - columnSpacing) / 2

        width: parent.width
        visible: page.result === "found"
        columns: Theme.portrait || Theme.textSize === "xlarge" || dense ? 1 : 2
        columnSpacing: Theme.gap
        rowSpacing: Theme.gap

        Repeater {
            model: page.shown

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

                // A record of a list lies in as many columns as there is room for: two of them fit a screen.
                Grid {
                    id: fields

                    readonly property var shown: group.modelData.rows
                    readonly property int across: !groups.dense || Theme.portrait && group.modelData.listed !== true
                                                  ? 1 : Theme.portrait ? 2 : 3

                    width: parent.width
                    flow: Grid.TopToBottom
                    rows: Math.max(1, Math.ceil(shown.length / across))
                    columnSpacing: Theme.gap
                    rowSpacing: group.spacing

                    Repeater {
                        model: fields.shown

                        DataRow {
                            required property var modelData

                            width: Math.floor((fields.width - (fields.across - 1) * fields.columnSpacing) / fields.across)
                            label: modelData.label
                            value: modelData.value
                        }
                    }
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

    Notice {
        width: parent.width
        visible: page.result === "found" && page.asOf === ""
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
