// SPDX-License-Identifier: GPL-3.0-or-later
// One picture and a few words in the middle of an otherwise calm page.
import QtQuick
import Hall.Controls

Item {
    id: message

    property string iconName: "info"
    property color iconColor: Theme.accent
    property string text: ""
    property string detail: ""
    property int room: 0
    default property alias content: extra.data

    implicitHeight: Math.max(room, column.height)

    Column {
        id: column
        anchors.centerIn: parent
        width: Math.min(parent.width, Theme.mm(230))
        spacing: Theme.mm(8)

        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            width: Theme.mm(Theme.portrait ? 62 : 46)
            height: width
            radius: width / 2
            color: Theme.chosen
            border.width: Theme.contrast ? Theme.strongLine : 0
            border.color: message.iconColor

            HallIcon {
                anchors.centerIn: parent
                width: Math.round(parent.width * 0.56)
                height: width
                name: message.iconName
                color: message.iconColor
            }
        }

        BodyText {
            width: parent.width
            visible: text !== ""
            text: message.text
            font.pixelSize: Theme.headingSize
            font.bold: true
            horizontalAlignment: Text.AlignHCenter
        }

        BodyText {
            width: parent.width
            visible: text !== ""
            text: message.detail
            font.pixelSize: Theme.buttonSize
            horizontalAlignment: Text.AlignHCenter
        }

        Column {
            id: extra
            width: parent.width
            spacing: Theme.gap
        }
    }
}
