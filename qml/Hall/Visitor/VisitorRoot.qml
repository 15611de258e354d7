// SPDX-License-Identifier: GPL-3.0-or-later
// A visit on the screen: the page of the session's stage, and the dialogs that may stand over it. Put it in a window
// and give Theme the screen profile; everything else comes from Session.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Session

FocusScope {
    id: root

    // "", "leave" (this service), "withdraw" (the case), "end" (the visit) or "help"
    property string asking: ""
    readonly property bool idle: Session.secondsLeft >= 0
    readonly property var draft: Session.draft
    readonly property string keepText: draft.offered === true ? qsTr("Keep what I entered until midnight") : ""
    readonly property bool covered: asking !== "" || idle || Session.serviced
    readonly property bool working: Session.stage === "form" || Session.stage === "people" || Session.stage.startsWith("table") || Session.stage === "scan" || Session.stage === "page-list" || Session.stage === "promise" || Session.stage === "review"
                                    || Session.stage === "sign"
    readonly property var form: Session.page
    readonly property VisitorPage page: loader.item as VisitorPage

    function pageOf(stage: string): string {
        switch (stage) {
        case "attract":
            return "AttractPage.qml"
        case "guide":
            return "GuidePage.qml"
        case "guide-item":
            return "GuideItemPage.qml"
        case "guide-case":
            return "GuideCasePage.qml"
        case "sign-in":
            return "SignInPage.qml"
        case "reading":
            return "ReadingPage.qml"
        case "pin":
        case "pin-change":
        case "prove-pin":
        case "pin-own":
            return "CardPinPage.qml"
        case "pin-changed":
            return "PinChangedPage.qml"
        case "permit-kind":
            return "PermitKindPage.qml"
        case "permit-lay":
            return "PermitLayPage.qml"
        case "permit-check":
            return "PermitCheckPage.qml"
        case "permit-number":
        case "permit-again":
            return "PermitNumberPage.qml"
        case "prove":
            return "ProvePage.qml"
        case "prove-face":
            return "ProveFacePage.qml"
        case "prove-staff":
            return "ProveStaffPage.qml"
        case "prove-window":
            return "ProveWindowPage.qml"
        case "consent":
            return "ConsentPage.qml"
        case "refused":
            return "RefusedPage.qml"
        case "home":
            return "HomePage.qml"
        case "unit":
            return "UnitPage.qml"
        case "people":
            return "PeoplePage.qml"
        case "table":
            return "TablePage.qml"
        case "table-rows":
            return "TableRowsPage.qml"
        case "delegate":
            return "DelegatePage.qml"
        case "draft-kept":
            return "DraftKeptPage.qml"
        case "draft-code":
            return "DraftCodePage.qml"
        case "pending":
            return "PendingPage.qml"
        case "intro":
            return "IntroPage.qml"
        case "form":
            return root.form.id === "known" ? "KnownPage.qml" : root.form.id === "sharing" ? "SharingPage.qml" : "FormPage.qml"
        case "scan":
            return "ScanPage.qml"
        case "page-list":
            return "PageListPage.qml"
        case "promise":
            return "PromisePage.qml"
        case "review":
            return "ReviewPage.qml"
        case "sign":
            return "SignPage.qml"
        case "submitting":
            return "SubmittingPage.qml"
        case "done":
            return "DonePage.qml"
        case "query":
            return "QueryPage.qml"
        case "take-card":
            return "TakeCardPage.qml"
        case "ended":
            return "EndedPage.qml"
        }
        return "OutOfServicePage.qml"
    }

    // Keys to be felt: help, and one step back.
    Keys.onPressed: event => {
        if (event.key === Qt.Key_F1 && root.asking === "" && !root.idle) {
            root.asking = "help"
            event.accepted = true
        } else if (event.key === Qt.Key_Escape && !root.covered) {
            Session.back()
            event.accepted = true
        }
    }

    Binding {
        target: Session
        property: "elder"
        value: Theme.elder
    }

    Connections {
        target: Session
        function onStageChanged() {
            root.asking = ""
            // The next visitor finds the screen as it was.
            if (Session.stage === "attract")
                Theme.reset()
        }
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.page
    }

    Loader {
        id: loader
        anchors.fill: parent
        focus: !root.covered
        enabled: !root.covered
        // A page under a dialog shows nobody's data, and assistive technology does not find it.
        visible: !root.covered
        // Form pages share a stage but not a page: each gets a fresh one, with its own focus and keyboard.
        readonly property string wanted: root.pageOf(Session.stage)
        readonly property string form: Session.stage === "form" ? root.form.id ?? "" : ""

        property string before: ""

        source: wanted
        onFormChanged: {
            // Pages that are files of their own are fresh already, coming and going.
            const own = ["", "known", "sharing"]
            if (!own.includes(form) && !own.slice(1).includes(before) && status === Loader.Ready)
                again.restart()
            before = form
        }
        onLoaded: (item as Item).forceActiveFocus()
    }

    Timer {
        id: again
        interval: 0
        onTriggered: {
            loader.active = false
            loader.active = true
        }
    }

    Connections {
        target: root.page
        function onHomeAsked() {
            if (Session.stage === "home" || Session.stage === "consent" || Session.stage === "sign-in"
                    || Session.stage === "pin" || Session.stage === "pin-change" || Session.stage.startsWith("permit-"))
                root.asking = "end"
            else if (root.working)
                root.asking = "leave"
            else
                Session.goHome()
        }
        function onHelpAsked() {
            root.asking = "help"
        }
        function onWithdrawAsked() {
            root.asking = "withdraw"
        }
    }

    // Pages that are about a wait say so themselves.
    BusyStrip {
        readonly property int barTop: root.page ? root.page.bar.y : root.height

        width: parent.width
        height: barTop
        busy: Session.busy && !root.covered && Session.stage !== "reading" && Session.stage !== "submitting"
              && Session.stage !== "query" && Session.stage !== "prove-face"
    }

    ConfirmDialog {
        visible: root.asking === "leave" && !root.idle
        dangerous: true
        title: qsTr("Leave this service?")
        text: qsTr("What you entered for this service will be removed. Nothing has been submitted yet.")
        rejectText: qsTr("Go on with it")
        acceptText: qsTr("Leave")
        otherText: root.keepText
        onRejected: root.asking = ""
        onOtherChosen: {
            root.asking = ""
            Session.keepDraft()
        }
        onAccepted: {
            root.asking = ""
            Session.leaveService()
        }
    }

    ConfirmDialog {
        visible: root.asking === "withdraw" && !root.idle
        dangerous: true
        title: qsTr("Take this case back?")
        text: qsTr("It will not be decided. You can apply anew at any time.")
        rejectText: qsTr("Leave it as it is")
        acceptText: qsTr("Take it back")
        onRejected: root.asking = ""
        onAccepted: {
            root.asking = ""
            Session.withdrawPending()
        }
    }

    ConfirmDialog {
        visible: root.asking === "end" && !root.idle
        dangerous: true
        title: qsTr("End your visit?")
        text: qsTr("You will be signed out and your data will be removed from this screen. Cases you submitted are safe.")
        rejectText: qsTr("Stay")
        acceptText: qsTr("End visit")
        onRejected: root.asking = ""
        onAccepted: {
            root.asking = ""
            Session.cancel()
        }
    }

    ConfirmDialog {
        visible: root.asking === "help" && !root.idle
        title: Session.helpCalled ? qsTr("Your call for help is shown") : qsTr("Do you need help?")
        iconName: "help"
        text: Session.helpCalled
              ? qsTr("The top of this screen shows the staff that you need help. If nobody comes, please go to the service desk.")
              : qsTr("The top of this screen will show the staff that you need help. Nobody sees your data unless you show it.")
        rejectText: qsTr("Close")
        acceptText: Session.helpCalled ? qsTr("I have been helped") : qsTr("Call for help")
        onRejected: root.asking = ""
        onAccepted: {
            if (Session.helpCalled)
                Session.helped()
            else
                Session.help()
            root.asking = ""
        }
    }

    // Seen from across the hall, above page and dialogs.
    Rectangle {
        width: parent.width
        height: Theme.stripHeight
        z: 200
        visible: Session.helpCalled
        color: Theme.warningSoft
        border.width: Theme.strongLine
        border.color: Theme.warningEdge

        Row {
            anchors.centerIn: parent
            spacing: Theme.gap

            HallIcon {
                anchors.verticalCenter: parent.verticalCenter
                width: Math.round(Theme.headingSize * 1.1)
                height: width
                name: "help"
                color: Theme.warning
            }

            BodyText {
                text: qsTr("Help is wanted here")
                font.pixelSize: Theme.headingSize
                font.bold: true
                color: Theme.warning
            }
        }
    }

    // Staff stand at the open machine: nothing of the visit is for their eyes.
    DialogSheet {
        visible: Session.serviced && !root.idle
        iconName: "wrench"
        title: qsTr("The staff are working on this machine")
        focus: visible

        BodyText {
            width: parent.width
            text: qsTr("Your visit is kept and hidden meanwhile. It goes on when the door is closed.")
        }
    }

    Rectangle {
        width: parent.width
        height: Theme.stripHeight
        z: 190
        visible: Session.powerLost && !Session.helpCalled && Session.stage !== "out-of-service"
        color: Theme.warningSoft
        border.width: Theme.strongLine
        border.color: Theme.warningEdge

        BodyText {
            anchors.centerIn: parent
            text: qsTr("The power has failed. Please finish soon.")
            font.bold: true
            color: Theme.warning
        }
    }

    IdleDialog {
        visible: root.idle
        title: !Session.cardAway ? qsTr("Are you still here?")
                                 : Session.cardAwayNote === "other" ? qsTr("This is not the same card")
                                 : Session.cardAwayNote === "unread" ? qsTr("This card could not be read")
                                                                     : qsTr("Your card has been taken out")
        text: Session.cardAwayNote === "other" ? qsTr("The visit that was begun here waits for its own card and closes in a few seconds; what was entered is removed. Then this card can be used.")
              : Session.cardAwayNote === "unread" ? qsTr("Take it out and put it in again to go on. Otherwise this visit closes and what you entered is removed.")
              : Session.cardAway ? qsTr("Put it back to go on. Otherwise this visit closes and what you entered is removed.")
                               : qsTr("To protect your data, this visit will close and everything you entered will be removed.")
        secondsLeft: Session.secondsLeft
        stayShown: !Session.cardAway
        keepText: root.keepText
        onStay: Session.stay()
        onKeep: {
            Session.stay()
            Session.keepDraft()
        }
    }
}
