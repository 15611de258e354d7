// SPDX-License-Identifier: GPL-3.0-or-later
// A case after it was handed in: where it stands, exactly what is missing and until when, or the result and where it is.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    readonly property var one: Session.pendingCase
    readonly property string stateNow: one.state ?? ""
    readonly property var asked: one.asked ?? []
    readonly property string until: one.until ?? ""
    readonly property string said: one.words ?? ""
    readonly property bool answerable: one.answerable === true
    readonly property bool ready: (one.what ?? "") !== ""
    readonly property bool unknown: stateNow === "correction" && one.detailed !== true
    readonly property var fault: Session.submitFault
    readonly property string printState: Session.printState

    // Where the letters are large and the screen is low, the foot has no room for a third button.
    readonly property bool low: !Theme.portrait && Theme.textSize === "xlarge"

    heading: one.service ?? ""
    lead: qsTr("Case No. %1").arg(one.number ?? "")
    emblem: ready ? "certificate" : ""
    nextShown: answerable || ready
    nextText: answerable ? qsTr("Put this right now") : qsTr("Print this")
    nextIcon: answerable ? "edit" : "print"
    onNext: {
        if (answerable)
            Session.answerPending()
        else
            Session.printPending()
    }

    actions: HallButton {
        visible: page.one.withdrawable === true && !page.low
        iconName: "retake"
        text: qsTr("Take this case back")
        onActed: page.withdrawAsked()
    }

    HallButton {
        visible: page.one.withdrawable === true && page.low
        iconName: "retake"
        text: qsTr("Take this case back")
        onActed: page.withdrawAsked()
    }

    CaseWords {
        id: words
    }

    Notice {
        width: parent.width
        visible: page.fault !== null && page.fault !== undefined
        kind: "error"
        title: qsTr("This could not be kept")
        text: page.fault ? FaultTexts.what(page.fault.code ?? "") : ""
    }

    Notice {
        width: parent.width
        kind: page.stateNow === "correction" ? "warning" : page.ready || page.stateNow === "decided" ? "success" : "info"
        title: Spoken.pair(qsTr("State"), words.stateWord(page.stateNow))
        text: words.codeWord(page.one.code ?? "") || page.said
    }

    Notice {
        width: parent.width
        visible: Session.closed === "no-cases" && !page.ready
        kind: "warning"
        title: qsTr("This machine can pass nothing on at the moment")
        text: page.restText("store.full")
    }

    Notice {
        width: parent.width
        visible: page.unknown
        kind: "info"
        title: qsTr("No connection at the moment")
        text: qsTr("What exactly is missing can be shown once there is a connection. The service window can tell you too.")
    }

    Panel {
        width: parent.width
        visible: page.asked.length > 0
        padding: Theme.mm(8)

        Heading {
            width: parent.width
            text: page.until !== "" ? qsTr("Missing or wrong, to be put right until %1").arg(page.until)
                                    : qsTr("Missing or wrong")
            font.pixelSize: Theme.buttonSize
        }

        Repeater {
            model: page.asked

            Row {
                id: thing

                required property var modelData
                readonly property bool wholeRow: true

                width: (parent as Item).width
                spacing: Theme.smallGap

                HallIcon {
                    id: mark
                    y: Math.round(Theme.bodySize * 0.15)
                    width: Math.round(Theme.bodySize * 1.25)
                    height: width
                    name: thing.modelData.kind === "material" ? "camera" : thing.modelData.kind === "field" ? "edit" : "info"
                    color: Theme.accent
                }

                Column {
                    width: thing.width - mark.width - thing.spacing

                    BodyText {
                        width: parent.width
                        visible: text !== ""
                        text: thing.modelData.title
                        font.bold: true
                    }

                    BodyText {
                        width: parent.width
                        visible: text !== ""
                        text: thing.modelData.text
                    }
                }
            }
        }
    }

    Panel {
        width: parent.width
        visible: page.ready
        padding: Theme.mm(8)
        spacing: 0

        DataRow {
            width: parent.width
            label: qsTr("Result")
            value: page.one.what ?? ""
        }

        DataRow {
            width: parent.width
            visible: value !== ""
            label: qsTr("Where")
            value: page.one.place ?? ""
        }

        DataRow {
            width: parent.width
            visible: value !== ""
            label: qsTr("Collect by")
            value: page.until
        }
    }

    Notice {
        width: parent.width
        visible: page.ready && page.printState !== "none"
        kind: page.printState === "printed" ? "success" : page.printState === "printing" ? "info" : "warning"
        title: page.printState === "printed" ? qsTr("Please take your slip.")
               : page.printState === "printing" ? qsTr("Your slip is being printed.")
                                                : qsTr("The slip could not be printed. Please note where your result is.")
    }
}
