// SPDX-License-Identifier: GPL-3.0-or-later
// A small picture of a scanned page.
import QtQuick

Rectangle {
    id: thumb

    property alias source: picture.source
    property string name: ""
    readonly property bool wholeRow: true

    implicitWidth: Theme.mm(34)
    implicitHeight: Theme.mm(46)
    color: Theme.paper
    border.width: Theme.line
    border.color: Theme.edge

    Accessible.role: Accessible.Graphic
    Accessible.name: name

    Image {
        id: picture
        anchors.fill: parent
        anchors.margins: Theme.mm(1)
        fillMode: Image.PreserveAspectFit
        asynchronous: true
        cache: false
        sourceSize.width: thumb.width * 2
    }
}
