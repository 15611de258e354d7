// SPDX-License-Identifier: GPL-3.0-or-later
// The cases of one entry of the hall's list.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    readonly property var item: Session.guideItem
    readonly property var cases: item.cases ?? []

    heading: item.title ?? ""
    lead: qsTr("Which of these is it?")
    visitor: ""
    nextShown: false
    bar.homeShown: false

    Column {
        width: parent.width
        spacing: Theme.gap

        Repeater {
            model: page.cases

            ServiceCard {
                required property var modelData

                width: (parent as Item).width
                height: Math.max(implicitHeight, Math.min(Theme.mm(46), Math.floor(page.roomHeight
                                 / Math.max(1, page.cases.length)) - Theme.gap))
                text: modelData.title
                summary: modelData.summary
                iconName: "page"
                onActed: Session.openGuideCase(modelData.id)
            }
        }
    }
}
