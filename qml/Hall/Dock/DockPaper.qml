// SPDX-License-Identifier: GPL-3.0-or-later
// The paper that came out last, as large as the place allows and scrollable; the papers before it as a strip. A press on
// one of the strip shows it instead.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls

Column {
    id: papers_

    property var papers: []  // newest first: {number, time, picture}
    property int shownNumber: 0
    readonly property var shown: papers.find(paper => paper.number === shownNumber) ?? papers[0] ?? null
    readonly property string shownTitle: shown ? titleOf(shown.number, shown.time) : ""

    function titleOf(number: int, time: string): string {
        return qsTr("Paper %1, %2").arg(number).arg(time)
    }

    spacing: Theme.mm(3)
    // A new paper is what one wants to see.
    onPapersChanged: shownNumber = papers.length > 0 ? papers[0].number : 0

    Caption {
        width: parent.width
        text: papers_.shown ? papers_.shownTitle : qsTr("No paper has come out yet.")
        font.bold: papers_.shown !== null
    }

    Rectangle {
        width: parent.width
        height: Math.min(picture.height + 2 * Theme.mm(3), Theme.mm(130))
        visible: papers_.shown !== null
        color: Theme.hairline
        radius: Theme.radius

        DockScroll {
            id: roll
            anchors.fill: parent
            anchors.margins: Theme.mm(3)
            contentHeight: picture.height

            Image {
                id: picture
                width: Math.min(implicitWidth, roll.width - Theme.mm(4))
                height: implicitWidth > 0 ? Math.round(width * implicitHeight / implicitWidth) : 0
                source: papers_.shown ? papers_.shown.picture : ""
                cache: false
                onSourceChanged: roll.contentY = 0
                Accessible.role: Accessible.Graphic
                Accessible.name: status === Image.Ready ? papers_.shownTitle : ""
            }
        }
    }

    Flow {
        width: parent.width
        visible: papers_.papers.length > 1
        spacing: Theme.mm(2)

        Repeater {
            model: papers_.papers

            Pressable {
                id: small

                required property var modelData
                readonly property bool isShown: papers_.shown !== null && papers_.shown.number === modelData.number

                implicitWidth: Theme.mm(20)
                implicitHeight: Theme.mm(30)
                text: papers_.titleOf(modelData.number, modelData.time)
                accessibleName: qsTr("Show %1").arg(text)
                onActed: papers_.shownNumber = modelData.number

                background: Rectangle {
                    color: Theme.paper
                    border.width: small.isShown ? Theme.strongLine : Theme.line
                    border.color: small.isShown ? Theme.accent : Theme.edge
                }

                contentItem: Item {
                    clip: true

                    Image {
                        x: Theme.mm(1)
                        y: Theme.mm(1)
                        width: parent.width - 2 * x
                        height: parent.height - 2 * y
                        source: small.modelData.picture
                        fillMode: Image.PreserveAspectCrop
                        verticalAlignment: Image.AlignTop
                        asynchronous: true
                    }
                }
            }
        }
    }
}
