// SPDX-License-Identifier: GPL-3.0-or-later
// Cases that wait to be sent, oldest first: number, service, age, last error; parked ones can be sent again.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Upkeep

Panel {
    id: panel

    readonly property int shown: 6
    readonly property var counts: Upkeep.counts
    readonly property var queue: Upkeep.queue
    readonly property var closeFault: Upkeep.closeFault
    readonly property var nothing: ({"id": "", "number": "", "service": "", "state": "", "ageSeconds": 0, "error": "",
                                     "waitsFor": ""})

    // A parked case is to end here.
    signal closeAsked(id: string, number: string)

    spacing: Theme.gap

    function age(seconds: int): string {
        if (seconds < 90)
            return qsTr("%1 s").arg(seconds)
        if (seconds < 5400)
            return qsTr("%1 min").arg(Math.round(seconds / 60))
        return qsTr("%1 h").arg(Math.round(seconds / 3600))
    }

    function stateWord(state: string): string {
        if (state === "parked")
            return qsTr("parked")
        if (state === "rejected")
            return qsTr("refused by the centre")
        return qsTr("waiting")
    }

    // Why it has not gone: verdicts of the centre and codes of the way there; a code without words stands for itself.
    function reason(code: string): string {
        switch (code) {
        case "test-case":
            return qsTr("a test case, and this centre takes none")
        case "seal-key":
            return qsTr("sealed for another key of the centre")
        case "wrong-kiosk":
            return qsTr("made by another kiosk")
        case "signature":
        case "envelope":
        case "body-digest":
            return qsTr("damaged on the way or here (%1)").arg(code)
        case "body damaged":
            return qsTr("its content was lost when the memory of this machine was damaged")
        case "follows-closed":
            return qsTr("about a case that was closed here")
        case "conflict":
        case "other-content":
            return qsTr("the centre holds another case under this id")
        }
        return FaultTexts.what(code) || code
    }

    Heading {
        width: parent.width
        text: qsTr("Cases to send")
        font.pixelSize: Theme.buttonSize
    }

    BodyText {
        width: parent.width
        text: panel.counts.queued > 0
              ? qsTr("%1 waiting, the oldest for %2").arg(panel.counts.queued).arg(panel.age(panel.counts.oldestSeconds))
              : panel.queue.length > 0 ? qsTr("Nothing waits to be sent. The cases below need somebody to look at them.")
                                       : qsTr("Nothing waits. Every case has reached the centre.")
    }

    Notice {
        width: parent.width
        visible: panel.closeFault !== null && panel.closeFault !== undefined
        kind: "warning"
        title: qsTr("The case could not be closed")
        text: FaultTexts.what(panel.closeFault?.code ?? "")
    }

    Repeater {
        // By number: the rows stay while their ages change, and with them the buttons under a finger.
        model: Math.min(panel.queue.length, panel.shown)

        Item {
            id: line

            required property int index
            readonly property var modelData: index < panel.queue.length ? panel.queue[index] : panel.nothing

            readonly property bool parked: modelData.state === "parked" || modelData.state === "rejected"

            width: parent?.width ?? 0
            // By what the case is, not by `visible`, which is false below a dialog: no button moves when the dialog goes.
            height: Math.max(words.height, parked ? acts.height : 0)

            Column {
                id: words
                anchors.left: parent.left
                anchors.right: line.parked ? acts.left : parent.right
                anchors.rightMargin: line.parked ? Theme.gap : 0
                spacing: Theme.mm(1)

                BodyText {
                    width: parent.width
                    text: line.modelData.number + " · " + line.modelData.service
                    font.bold: true
                }

                BodyText {
                    width: parent.width
                    text: panel.stateWord(line.modelData.state) + " · " + panel.age(line.modelData.ageSeconds)
                          + (line.modelData.error !== "" ? " · " + panel.reason(line.modelData.error) : "")
                          + (line.modelData.waitsFor !== ""
                             ? " · " + qsTr("after case %1, which is not with the centre").arg(line.modelData.waitsFor) : "")
                    color: Theme.softText
                }
            }

            Column {
                id: acts
                anchors.right: parent.right
                visible: line.parked
                spacing: Theme.smallGap

                HallButton {
                    anchors.right: parent.right
                    text: qsTr("Send again")
                    visible: line.modelData.error !== "body damaged"  // there is nothing to send
                    onActed: Upkeep.retry(line.modelData.id)
                }

                HallButton {
                    anchors.right: parent.right
                    text: qsTr("Close it")
                    Accessible.description: line.modelData.number
                    onActed: panel.closeAsked(line.modelData.id, line.modelData.number)
                }
            }
        }
    }

    BodyText {
        width: parent.width
        visible: panel.queue.length > panel.shown
        text: qsTr("and %1 more").arg(panel.queue.length - panel.shown)
        color: Theme.softText
    }

    BodyText {
        width: parent.width
        visible: text !== ""
        font.bold: true
        text: {
            switch (Upkeep.sendState) {
            case "nothing":
                return qsTr("There is nothing to send.")
            case "sending":
                return qsTr("Sending now.")
            case "offline":
                return qsTr("The centre cannot be reached. They are sent by themselves as soon as it can.")
            case "refused":
                return qsTr("The centre takes nothing from this machine now. Why is said above; nothing is lost.")
            case "sent":
                return qsTr("Everything that waited has been sent.")
            }
            return ""
        }
    }

    HallButton {
        text: qsTr("Send now")
        iconName: "send"
        onActed: Upkeep.sendNow()
    }
}
