// SPDX-License-Identifier: GPL-3.0-or-later
// What card and centre know already, accepted with one touch. What must be confirmed on its own is asked on later pages.
import QtQuick
import Hall.Session

VisitorPage {
    id: page

    heading: qsTr("We know this already")
    lead: qsTr("You need not type any of it. If something is wrong, please touch \"Change\".")
    part: "form"
    emblem: "check"
    nextText: qsTr("All correct, go on")
    nextIcon: "tick"
    readThrough: true
    onNext: Session.next()

    SummaryColumns {
        width: parent.width
        parts: Session.knownSections
    }
}
