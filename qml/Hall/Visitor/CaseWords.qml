// SPDX-License-Identifier: GPL-3.0-or-later
// The states of a case in words.
import QtQuick

QtObject {
    function stateWord(state: string): string {
        switch (state) {
        case "queued":
        case "sending":
        case "waiting-blobs":
            return qsTr("kept here, to be sent")
        case "parked":
            return qsTr("kept here, the staff look at it")
        case "stored":
            return qsTr("received by the centre")
        case "accepted":
        case "in-progress":
            return qsTr("in progress")
        case "correction":
            return qsTr("something is missing")
        case "supplemented":
            return qsTr("what was missing is on its way")
        case "withdrawing":
            return qsTr("being taken back")
        case "withdrawn":
            return qsTr("taken back by you")
        case "decided":
        case "approved":
        case "done":
            return qsTr("completed")
        case "ready":
            return qsTr("the result can be collected")
        case "delivered":
            return qsTr("the result was handed over")
        case "closed":
            return qsTr("closed at this machine, please ask at the counter")
        case "rejected":
            return qsTr("not accepted, please ask at the window")
        case "refused":
            return qsTr("not approved")
        }
        return state
    }

    // Why something that was handed in had no effect.
    function codeWord(code: string): string {
        switch (code) {
        case "too-late":
            return qsTr("The case had been decided already, so it could not be taken back.")
        case "not-asked":
            return qsTr("Nothing was missing any more, so this was not used.")
        case "no-such-case":
        case "assurance":
            return qsTr("It could not be assigned to a case of yours. Please ask at the service window.")
        }
        return ""
    }
}
