// SPDX-License-Identifier: GPL-3.0-or-later
// The dock's words for the ids of the kiosk.
pragma Singleton
import QtQuick

QtObject {
    // What belongs to something, told with it.
    function pair(name: string, word: string): string {
        return qsTr("%1: %2").arg(name).arg(word)
    }

    function deviceName(id: string): string {
        switch (id) {
        case "social-card-reader":
            return qsTr("Social security card reader")
        case "id-card-reader":
            return qsTr("Identity card reader")
        case "document-camera":
            return qsTr("Document camera")
        case "receipt-printer":
            return qsTr("Receipt printer")
        case "page-printer":
            return qsTr("A4 printer")
        case "code-scanner":
            return qsTr("Code scanner")
        case "cabinet":
            return qsTr("Cabinet")
        }
        return id
    }

    function linkWord(link: string): string {
        switch (link) {
        case "ready":
            return qsTr("Ready")
        case "starting":
        case "suspended":
            return qsTr("Starting")
        case "blocked":
            return qsTr("Needs a hand")
        case "absent":
            return qsTr("Not connected")
        case "held":
            return qsTr("Held")
        case "not-fitted":
            return qsTr("Not fitted")
        case "hung":
            return qsTr("Hung")
        case "":
            return qsTr("Unknown")
        }
        return qsTr("Failed")
    }

    function faultName(fault: string): string {
        switch (fault) {
        case "unplug":
            return qsTr("Unplug")
        case "stall":
            return qsTr("Stall")
        case "slow":
            return qsTr("Slow")
        case "garbage":
            return qsTr("Garbage")
        case "short-write":
            return qsTr("Short write")
        case "stale-status":
            return qsTr("Stale status")
        case "hang":
            return qsTr("Hang")
        case "freeze":
            return qsTr("Freeze")
        case "daemon":
            return qsTr("Card service gone")
        case "shared":
            return qsTr("Used by another")
        case "abort":
            return qsTr("Gives up")
        case "busy":
            return qsTr("Busy")
        case "cut":
            return qsTr("Line cut")
        case "dark":
            return qsTr("Lamp off")
        case "bright":
            return qsTr("Too much light")
        case "blank":
            return qsTr("Blank picture")
        }
        return fault
    }

    function stageWord(stage: string): string {
        switch (stage) {
        case "attract":
            return qsTr("Waiting for a visitor")
        case "guide":
        case "guide-item":
            return qsTr("Shows what can be done here")
        case "guide-case":
            return qsTr("Shows what to bring")
        case "sign-in":
            return qsTr("Asks for the card")
        case "reading":
            return qsTr("Reads the card")
        case "pin":
            return qsTr("Asks for the card's PIN")
        case "pin-change":
            return qsTr("Asks for a new PIN")
        case "permit-kind":
            return qsTr("Asks for the kind of travel permit")
        case "permit-lay":
            return qsTr("Waits for the travel permit under the camera")
        case "permit-check":
            return qsTr("Asks whether the permit was read right")
        case "permit-number":
            return qsTr("Asks for the number of the permit")
        case "permit-again":
            return qsTr("Asks for the number once more")
        case "consent":
            return qsTr("Asks for consent")
        case "refused":
            return qsTr("Consent was refused")
        case "home":
            return qsTr("Choice of a service")
        case "unit":
            return qsTr("Asks for which company")
        case "people":
            return qsTr("People of a company's case")
        case "table":
            return qsTr("Asks for a table on a USB stick")
        case "table-rows":
            return qsTr("Shows what is wrong in a table")
        case "delegate":
            return qsTr("Asks for whom the visitor acts")
        case "draft-kept":
            return qsTr("Shows the code of what was kept")
        case "draft-code":
            return qsTr("Asks for the code of what was kept")
        case "page-list":
            return qsTr("Looks through the pages of a paper")
        case "pending":
            return qsTr("Shows a case of the visitor")
        case "intro":
            return qsTr("Introduces the service")
        case "prove":
            return qsTr("Asks for proof of the person")
        case "prove-pin":
            return qsTr("Asks for the PIN as a proof")
        case "pin-own":
            return qsTr("Changes the PIN of the card")
        case "pin-changed":
            return qsTr("The PIN has been changed")
        case "prove-face":
            return qsTr("Asks for a look into the camera")
        case "prove-staff":
            return qsTr("Staff vouch for the visitor")
        case "prove-window":
            return qsTr("Sends to the window")
        case "form":
            return qsTr("Form page")
        case "scan":
            return qsTr("Takes pictures of papers")
        case "promise":
            return qsTr("A promise instead of a paper")
        case "review":
            return qsTr("All answers once more")
        case "sign":
            return qsTr("Signature")
        case "submitting":
            return qsTr("Saves the case")
        case "done":
            return qsTr("Submitted")
        case "query":
            return qsTr("Answers a query")
        case "take-card":
            return qsTr("Waits for the card to be taken")
        case "ended":
            return qsTr("The visit has ended")
        case "out-of-service":
            return qsTr("Out of service")
        case "staff-pin":
            return qsTr("Asks for the staff PIN")
        case "staff-take-card":
            return qsTr("Waits for the staff card to be taken")
        case "staff":
            return qsTr("Maintenance")
        }
        return stage
    }
}
