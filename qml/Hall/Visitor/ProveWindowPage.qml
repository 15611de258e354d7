// SPDX-License-Identifier: GPL-3.0-or-later
// The visitor rather goes to the window: everything needed is told.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    readonly property var prove: Session.prove
    readonly property bool cases: prove.goal === "cases"
    readonly property var service: Session.service
    readonly property var papers: cases ? [] : service.materials ?? []
    readonly property string wish: cases ? qsTr("Progress of my cases") : service.title ?? ""

    heading: qsTr("At the service window")
    lead: qsTr("The staff there do everything that this machine does.")
    emblem: "hall"
    nextText: qsTr("Finish")
    nextIcon: "exit"
    onNext: Session.finish()

    actions: HallButton {
        visible: !page.cases
        iconName: "print"
        text: qsTr("Print what to bring")
        onActed: {
            Session.printGuide()
            page.scroll.toTop()
        }
    }

    GuideSlip {
        width: parent.width
    }

    Panel {
        width: parent.width
        padding: Theme.mm(9)
        spacing: Theme.mm(Theme.portrait ? 8 : 5)

        Heading {
            width: parent.width
            text: page.wish
            font.pixelSize: Theme.buttonSize
        }

        NumberedLine {
            width: parent.width
            number: 1
            text: qsTr("Say there what you have come for: %1").arg(page.wish)
            font.pixelSize: Theme.buttonSize
        }

        NumberedLine {
            width: parent.width
            number: 2
            text: qsTr("Show your resident ID card or your social security card.")
            font.pixelSize: Theme.buttonSize
        }

        Repeater {
            model: page.papers

            PaperLine {
                required property var modelData

                width: (parent as Item).width
                paper: modelData
                iconName: modelData.have === true ? "check" : "page"
                iconColor: modelData.have === true ? Theme.success : Theme.accent
                note: modelData.have === true ? qsTr(" (we have it)")
                                              : modelData.optional === true ? qsTr(" (if you have it)") : ""
            }
        }
    }

    Notice {
        width: parent.width
        kind: "info"
        title: qsTr("Nothing about you is kept here")
        text: qsTr("Please take your card with you.")
    }
}
