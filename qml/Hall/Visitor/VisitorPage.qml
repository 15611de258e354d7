// SPDX-License-Identifier: GPL-3.0-or-later
// A page of a visit: the frame with the hall's name, the visitor, the network and the assist bar filled in.
import QtQuick
import Hall.Controls
import Hall.Session

PageFrame {
    id: page

    // False on pages that do something of their own when the visitor turns back.
    property bool handleBack: true
    // The part of the work this page belongs to: "form", "scan", "review", "sign" or none.
    property string part: ""
    readonly property var underWay: Session.service
    // An answer may still call for a paper that nothing called for before.
    readonly property var parts: underWay.scans === false && part !== "scan" ? ["form", "review", "sign"]
                                                                             : ["form", "scan", "review", "sign"]

    function partWord(part: string): string {
        switch (part) {
        case "form":
            return qsTr("Fill in")
        case "scan":
            return qsTr("Scan")
        case "review":
            return qsTr("Check")
        }
        return qsTr("Sign")
    }

    // Why a service rests: a fault code in words; the catalogue's own reasons are words already.
    function restText(reason: string): string {
        if (reason === "centre.unreachable")
            return qsTr("This needs the network. Please come again once it is connected, or ask at the service window.")
        if (reason === "identity.unproved")
            return qsTr("This shows what the centre keeps about a person. A travel permit alone does not tell the machine that it is yours: please go to the service window with it.")
        if (reason === "identity.other-document")
            return qsTr("This needs another document than the one you signed in with, your social security card for example. Please sign in with it, or ask at the service window.")
        if (reason === "store.full")
            return qsTr("Please use the counter: bring your card and your papers there.")
        return FaultTexts.what(reason) || reason
    }

    // Leaving the service or ending the visit, and calling staff, are asked for here and decided by VisitorRoot.
    signal homeAsked
    readonly property var actingFor: Session.unit  // the company, of a clerk

    signal helpAsked
    signal withdrawAsked

    step: parts.indexOf(part) + 1
    stepNames: part !== "" ? parts.map(one => partWord(one)) : []
    hallName: Session.hallName
    visitor: actingFor.active === true ? actingFor.name : Session.visitorName
    secondsLeft: Session.secondsLeft
    networkUp: Session.online || Session.connecting
    networkText: Session.online ? qsTr("Connected")
                                : Session.connecting ? qsTr("Connecting to the centre") : qsTr("No connection")
    bar.language: Session.language

    onBack: if (handleBack) Session.back()

    Connections {
        target: page.bar
        function onHomeAsked() { page.homeAsked() }
        function onHelpAsked() { page.helpAsked() }
        function onLanguageAsked(code: string) { Session.setLanguage(code) }
    }
}
