// SPDX-License-Identifier: GPL-3.0-or-later
// A promise in place of a paper: the words, what follows when they are untrue, and a tick of its own.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    readonly property var promise: Session.promise
    readonly property var paragraphs: promise.paragraphs ?? []
    property bool ticked: false

    heading: qsTr("A promise instead of the paper")
    lead: promise.title ?? ""
    part: "scan"
    emblem: "sign"
    readThrough: true
    nextShown: ticked || unread
    nextText: qsTr("I promise")
    nextIcon: "right"
    onNext: Session.givePromise()

    Panel {
        width: parent.width
        padding: Theme.mm(9)
        spacing: Theme.mm(Theme.portrait ? 7 : 5)

        Repeater {
            model: page.paragraphs

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

    ChoiceButton {
        readonly property bool wholeRow: true

        width: parent.width
        chosen: page.ticked
        text: qsTr("I have read this and it is true. I sign it together with my case.")
        onActed: page.ticked = !page.ticked
    }
}
