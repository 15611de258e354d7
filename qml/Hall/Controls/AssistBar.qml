// SPDX-License-Identifier: GPL-3.0-or-later
// The same five helpers at the bottom of every page: home, text size, contrast, language, help.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls

Rectangle {
    id: bar

    property string language: "zh_CN"
    property bool homeShown: true
    property bool helpShown: true
    property string homeText: qsTr("Home")
    property string homeIcon: "home"

    signal homeAsked
    signal helpAsked
    signal languageAsked(code: string)

    readonly property int count: 3 + (homeShown ? 1 : 0) + (helpShown ? 1 : 0)
    readonly property string sizeWord: Theme.textSize === "normal" ? qsTr("Standard") : Theme.textSize === "large"
                                                                   ? qsTr("Large") : qsTr("Extra large")
    readonly property string colorWord: Theme.colorMode === "standard" ? qsTr("Standard colours")
                                        : Theme.colorMode === "dark" ? qsTr("High contrast, dark")
                                        : Theme.colorMode === "light" ? qsTr("High contrast, light") : qsTr("Low glare")

    implicitHeight: Theme.portrait ? Theme.barHeight : Theme.buttonHeight + 2 * Theme.mm(2)
    color: Theme.surface

    Rectangle {
        width: parent.width
        height: Theme.line
        color: Theme.hairline
    }

    component BarButton: Pressable {
        id: button

        readonly property color ink: down ? Theme.pressedText : Theme.text

        width: (row.width - (bar.count - 1) * row.spacing) / bar.count
        height: row.height
        font.pixelSize: Theme.bodySize

        background: Rectangle {
            radius: Theme.radius
            color: button.down ? Theme.pressed : "transparent"
            border.width: Theme.contrast || button.down ? Theme.line : 0
            border.color: Theme.edge
        }

        contentItem: Item {
            Grid {
                anchors.centerIn: parent
                columns: Theme.portrait ? 1 : 2
                horizontalItemAlignment: Grid.AlignHCenter
                verticalItemAlignment: Grid.AlignVCenter
                columnSpacing: Theme.mm(2.5)
                rowSpacing: Theme.mm(0.5)

                HallIcon {
                    id: mark
                    width: Theme.mm(9.5)
                    height: width
                    name: button.iconName
                    color: button.down ? Theme.pressedText : Theme.accent
                }

                Text {
                    readonly property int room: button.width - Theme.mm(3)
                                                - (Theme.portrait ? 0 : mark.width + Theme.mm(2.5))

                    width: Math.min(implicitWidth, room)
                    text: button.text
                    font.family: Theme.family
                    font.pixelSize: Theme.bodySize
                    // At the largest size long words shrink rather than break; never below the normal body size.
                    fontSizeMode: Text.HorizontalFit
                    minimumPixelSize: Theme.mm(6)
                    horizontalAlignment: Text.AlignHCenter
                    color: button.ink
                    Accessible.ignored: true
                }
            }
        }
    }

    Row {
        id: row
        anchors.fill: parent
        anchors.leftMargin: Theme.mm(4)
        anchors.rightMargin: Theme.mm(4)
        anchors.topMargin: Theme.mm(2)
        anchors.bottomMargin: Theme.mm(2)
        spacing: Theme.mm(2.6)

        BarButton {
            visible: bar.homeShown
            iconName: bar.homeIcon
            text: bar.homeText
            onActed: bar.homeAsked()
        }

        BarButton {
            iconName: "text-size"
            text: qsTr("Text size")
            accessibleName: Spoken.pair(text, bar.sizeWord)
            onActed: Theme.nextTextSize()
        }

        BarButton {
            iconName: "contrast"
            text: qsTr("Contrast")
            accessibleName: Spoken.pair(text, bar.colorWord)
            onActed: Theme.nextColorMode()
        }

        BarButton {
            iconName: "language"
            // Each language in its own script.
            text: bar.language === "zh_CN" ? "English" : "中文"
            onActed: bar.languageAsked(bar.language === "zh_CN" ? "en" : "zh_CN")
        }

        BarButton {
            visible: bar.helpShown
            iconName: "help"
            text: qsTr("Help")
            onActed: bar.helpAsked()
        }
    }
}
