// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done here in one visit: the hall's list, under what happened in somebody's life. Nobody has to sign in.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    heading: qsTr("What can be done here")
    lead: qsTr("Touch something to see what to bring and how long it takes. You need not sign in for that.")
    visitor: ""
    nextShown: false
    bar.homeShown: false

    Repeater {
        model: Session.guideGroups

        Column {
            id: group

            required property var modelData
            readonly property int columns: Theme.textSize === "xlarge" || Theme.portrait && Theme.textSize === "large" ? 1
                                           : Theme.portrait ? 2 : 3

            width: parent ? parent.width : 0
            spacing: Theme.smallGap

            Item {
                readonly property bool wholeRow: true
                // A title stays with its first row.
                readonly property int keepBelow: Theme.mm(30)

                width: parent.width
                height: title.height

                Heading {
                    id: title
                    width: parent.width
                    text: group.modelData.title
                    font.pixelSize: Theme.buttonSize
                }
            }

            Grid {
                id: cards

                readonly property int tallest: {
                    let most = 0
                    for (let i = 0; i < children.length; ++i)
                        most = Math.max(most, children[i].implicitHeight)
                    return most
                }

                width: parent.width
                columns: group.columns
                spacing: Theme.smallGap

                Repeater {
                    model: group.modelData.items

                    ServiceCard {
                        required property var modelData

                        width: (cards.width - (cards.columns - 1) * cards.spacing) / cards.columns
                        height: cards.columns > 1 ? cards.tallest : implicitHeight
                        text: modelData.title
                        summary: modelData.cases.length > 1 ? modelData.cases.join(qsTr(", ")) : ""
                        iconName: group.modelData.icon
                        onActed: Session.openGuideItem(modelData.number)
                    }
                }
            }
        }
    }
}
