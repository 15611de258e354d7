// SPDX-License-Identifier: GPL-3.0-or-later
// What stands above a field: its label, where the value came from, plain help, and what is wrong with it.
import QtQuick
import Hall.Controls

Column {
    id: header

    // For ScrollArea: a question stays with the first line or answer below it.
    readonly property bool wholeRow: true
    property int keepBelow: Theme.buttonHeight + Theme.mm(2)

    property string label: ""
    property string help: ""
    // "social-card", "resident-card", "worker-card", "travel-permit", "centre", "scan", "visitor" or ""
    property string source: ""
    property string error: ""

    readonly property string sourceWord: source === "social-card" || source === "resident-card" ? qsTr("from your card")
                                         : source === "worker-card" ? qsTr("from the worker's card")
                                         : source === "travel-permit" ? qsTr("from your permit")
                                         : source === "centre" ? qsTr("from the centre")
                                         : source === "scan" ? qsTr("read from your paper")
                                         : source === "visitor" || source === "visit" ? qsTr("entered by you") : ""

    spacing: Theme.mm(1.5)

    Item {
        width: parent.width
        height: Math.max(labelText.height, header.sourceWord !== "" ? badge.height : 0)

        BodyText {
            id: labelText
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width - (header.sourceWord !== "" ? badge.width + Theme.smallGap : 0)
            text: header.label
            font.bold: true
        }

        Rectangle {
            id: badge
            anchors.right: parent.right
            anchors.verticalCenter: parent.verticalCenter
            visible: header.sourceWord !== ""
            width: badgeRow.width + Theme.mm(5)
            height: Math.round(Theme.captionSize * 1.6)
            radius: height / 2
            color: Theme.chosen
            border.width: Theme.contrast ? Theme.line : 0
            border.color: Theme.edge

            Row {
                id: badgeRow
                anchors.centerIn: parent
                spacing: Theme.mm(1.5)

                HallIcon {
                    anchors.verticalCenter: parent.verticalCenter
                    width: Theme.captionSize
                    height: width
                    name: header.source === "centre" ? "hall" : header.source === "scan" ? "page" : header.source === "visitor" || header.source === "visit" ? "edit" : "card"
                    color: Theme.accent
                }

                Caption {
                    text: header.sourceWord
                    color: Theme.text
                    wrapMode: Text.NoWrap
                }
            }
        }
    }

    BodyText {
        width: parent.width
        visible: text !== ""
        text: header.help
        color: Theme.softText
    }

    Row {
        width: parent.width
        visible: header.error !== ""
        spacing: Theme.mm(2)

        HallIcon {
            id: errorMark
            width: Math.round(Theme.bodySize * 1.3)
            height: width
            name: "error"
            color: Theme.danger
        }

        BodyText {
            width: parent.width - errorMark.width - parent.spacing
            text: header.error
            font.bold: true
            color: Theme.danger
            Accessible.role: Accessible.AlertMessage
        }
    }
}
