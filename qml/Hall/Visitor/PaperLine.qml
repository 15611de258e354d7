// SPDX-License-Identifier: GPL-3.0-or-later
// One paper that a service needs: whether it is there, why it is wanted, and in which way it may come later or not at all.
import QtQuick
import Hall.Controls

Row {
    id: line

    property var paper: ({})  // of Session.service.materials or Session.guide.papers
    property string iconName: "page"
    property color iconColor: Theme.accent
    property string note: ""  // behind the title, in brackets
    readonly property string when: (paper.follow ?? 0) <= 0 ? ""
                                   : (paper.until ?? "") !== "" ? qsTr("You may hand it in later, until %1.").arg(paper.until)
                                                         : qsTr("You may hand it in later, within %n working day(s).", "", paper.follow)
    readonly property var ways: [
        (paper.waiver ?? "") !== "" ? qsTr("Not needed when: %1").arg(paper.waiver) : "",
        paper.licence === true ? qsTr("The centre looks for the electronic licence first. If it is there, nothing is scanned.") : "",
        paper.promise === true ? qsTr("You may promise in writing instead.") : "",
        when,
        (paper.original ?? "") !== "" ? qsTr("The window looks at the original by %1.").arg(paper.original) : ""
    ].filter(one => one !== "")

    spacing: Theme.smallGap

    HallIcon {
        id: mark
        y: Math.round(Theme.bodySize * 0.15)
        width: Math.round(Theme.bodySize * 1.25)
        height: width
        name: line.iconName
        color: line.iconColor
    }

    Column {
        width: line.width - mark.width - line.spacing

        BodyText {
            width: parent.width
            text: line.paper.title + line.note
        }

        BodyText {
            width: parent.width
            visible: text !== ""
            text: line.paper.why ?? ""
            color: Theme.softText
        }

        Repeater {
            model: line.ways

            BodyText {
                required property string modelData

                width: (parent as Item)?.width ?? 0
                text: modelData
            }
        }
    }
}
