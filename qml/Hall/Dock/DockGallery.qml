// SPDX-License-Identifier: GPL-3.0-or-later
// Things to put in, by group, one of which may lie there already. A press puts it in.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls

Column {
    id: gallery

    property var entries: []    // of {file, title, use, group}
    property string current: ""  // the file that lies there
    property string currentTitle: qsTr("Nothing is in")
    property string takeOutText: ""  // none where nothing stays in
    property string insertText: "%1"  // what a press on an entry does; %1 is its title
    property bool pictures: false

    property string group: "people"
    readonly property var groups: groupsOf(entries)
    readonly property var lying: entries.find(entry => entry.file === current) ?? null

    signal putIn(file: string)
    signal takeOut

    // Those that hold something, in the order of the tabs.
    function groupsOf(all: list<var>): list<string> {
        const found = []
        for (const name of ["people", "staff", "trouble"]) {
            if (all.some(entry => entry.group === name))
                found.push(name)
        }
        return found
    }

    function groupWord(name: string): string {
        return name === "people" ? qsTr("People") : name === "staff" ? qsTr("Staff") : qsTr("Trouble")
    }

    spacing: Theme.mm(3)

    Item {
        width: parent.width
        height: out.height

        BodyText {
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width - out.width - Theme.smallGap
            text: gallery.lying ? gallery.lying.title : gallery.currentTitle
            color: gallery.lying ? Theme.text : Theme.softText
            font.pixelSize: Theme.captionSize
            font.bold: gallery.lying !== null
            elide: Text.ElideRight
            wrapMode: Text.NoWrap
        }

        DockButton {
            id: out
            anchors.right: parent.right
            visible: gallery.takeOutText !== ""
            text: gallery.takeOutText
            onActed: gallery.takeOut()
        }
    }

    Row {
        visible: gallery.groups.length > 1
        spacing: Theme.mm(2)

        Repeater {
            model: gallery.groups

            DockOption {
                required property string modelData

                text: gallery.groupWord(modelData)
                accessibleName: (gallery.takeOutText || gallery.currentTitle) + " / " + text
                chosen: gallery.group === modelData
                onActed: gallery.group = modelData
            }
        }
    }

    Column {
        width: parent.width
        spacing: Theme.mm(1.5)

        Repeater {
            model: gallery.entries.filter(entry => entry.group === gallery.group)

            Pressable {
                id: row

                required property var modelData
                readonly property bool lies: gallery.current === modelData.file

                width: gallery.width
                implicitHeight: words.height + 2 * Theme.mm(1.5)
                text: modelData.title
                accessibleName: gallery.insertText.arg(modelData.title)
                Accessible.description: modelData.use
                onActed: gallery.putIn(modelData.file)

                background: Rectangle {
                    radius: Theme.radius
                    color: row.down ? Theme.pressed : row.lies ? Theme.chosen : Theme.page
                    border.width: row.lies ? Theme.strongLine : 0
                    border.color: Theme.accent
                }

                contentItem: Item {
                    Image {
                        id: picture
                        x: Theme.mm(3)
                        anchors.verticalCenter: parent.verticalCenter
                        width: gallery.pictures ? Theme.mm(18) : 0
                        height: words.height
                        visible: gallery.pictures
                        source: gallery.pictures ? "file://" + row.modelData.file : ""
                        sourceSize.width: Theme.mm(36)
                        fillMode: Image.PreserveAspectFit
                        asynchronous: true
                    }

                    Column {
                        id: words
                        anchors.left: picture.right
                        anchors.leftMargin: Theme.mm(gallery.pictures ? 3 : 0)
                        anchors.right: parent.right
                        anchors.rightMargin: Theme.mm(3)
                        anchors.verticalCenter: parent.verticalCenter

                        Text {
                            width: parent.width
                            text: row.modelData.title
                            font.family: Theme.family
                            font.pixelSize: Theme.captionSize
                            font.bold: true
                            elide: Text.ElideRight
                            color: row.down ? Theme.pressedText : Theme.text
                            Accessible.ignored: true
                        }

                        Text {
                            width: parent.width
                            text: row.modelData.use
                            font.family: Theme.family
                            font.pixelSize: Theme.mm(5.2)
                            wrapMode: Text.Wrap
                            color: row.down ? Theme.pressedText : Theme.softText
                            Accessible.ignored: true
                        }
                    }
                }
            }
        }
    }
}
