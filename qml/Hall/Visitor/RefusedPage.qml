// SPDX-License-Identifier: GPL-3.0-or-later
// Consent was refused: nothing is kept, and the window can do the same.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    // What was wanted, where it is known before the sign-in.
    readonly property var guide: Session.guide
    readonly property bool known: (guide.title ?? "") !== ""
    readonly property var papers: guide.papers ?? []

    heading: qsTr("We respect your decision")
    backText: qsTr("Read it again")
    nextText: qsTr("Finish")
    nextIcon: "exit"
    onNext: Session.cancel()
    bar.homeShown: false

    GuideSlip {
        width: parent.width
    }

    Panel {
        width: parent.width
        visible: page.known
        padding: Theme.mm(9)

        Heading {
            width: parent.width
            text: page.guide.title ?? ""
            font.pixelSize: Theme.buttonSize
        }

        PaperLine {
            width: parent.width
            iconName: "card"
            paper: ({"title": page.guide.unit === true
                              ? qsTr("The clerk's social security card or resident ID card, and the unit's credit code")
                              : qsTr("Your social security card or resident ID card")})
        }

        Repeater {
            model: page.papers

            PaperLine {
                required property var modelData

                width: (parent as Item).width
                paper: modelData
                note: modelData.optional === true ? qsTr(" (if you have it)") : ""
            }
        }

        DataRow {
            width: parent.width
            label: qsTr("Window hours")
            value: page.guide.hours ?? ""
        }
    }

    HallButton {
        width: parent.width
        iconName: page.known ? "print" : "question"
        text: page.known ? qsTr("Print what to bring") : qsTr("What do I need?")
        onActed: {
            if (page.known) {
                Session.printGuide()
                page.scroll.toTop()
            } else {
                Session.showGuide()
            }
        }
    }

    BigMessage {
        width: parent.width
        room: page.known ? 0 : page.roomHeight - Theme.buttonHeight - Theme.gap
        iconName: "people"
        text: qsTr("Please go to the service window")
        detail: qsTr("Take your card and your documents with you. The staff there can do everything this machine does. Nothing about you was kept here.")
    }
}
