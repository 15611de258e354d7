// SPDX-License-Identifier: GPL-3.0-or-later
// A face is sensitive personal data: before the camera looks, the visitor is asked, and says no without harm. New words
// here want a new version at HolderCheckProof::consentVersion, which the case keeps.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    readonly property var prove: Session.prove
    readonly property bool looking: prove.step === "looking"
    readonly property var points: [
        qsTr("The camera takes a picture of your face. This machine compares it with the photo on your identity card, to see that the card is yours."),
        qsTr("The picture is used for this one comparison, leaves the machine by no way, and is gone right after it. What is kept is that you agreed, and when."),
        qsTr("You are free to say no. The PIN of your card, a member of staff or the service window do just as well, and nothing you are entitled to depends on it.")
    ]

    heading: looking ? qsTr("Please look into the camera") : qsTr("May the camera look at you?")
    emblem: looking ? "" : "person"
    backText: looking ? qsTr("Stop") : qsTr("No, another way")
    nextShown: !looking
    nextText: qsTr("I agree, look now")
    nextIcon: "check"
    onNext: Session.proveAgree()
    bar.homeShown: !looking

    Item {
        width: parent.width
        height: page.roomHeight
        visible: page.looking

        BusyMark {
            anchors.centerIn: parent
            width: parent.width
            text: qsTr("This takes a few seconds. Please look straight ahead, without hat or mask.")
        }
    }

    Panel {
        width: parent.width
        visible: !page.looking
        padding: Theme.mm(9)
        spacing: Theme.mm(Theme.portrait ? 8 : 5)

        Repeater {
            model: page.points

            NumberedLine {
                required property int index
                required property string modelData

                width: (parent as Item).width
                number: index + 1
                text: modelData
                font.pixelSize: Theme.buttonSize
            }
        }
    }
}
