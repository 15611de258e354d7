// SPDX-License-Identifier: GPL-3.0-or-later
// The window of the dev dock: how the kiosk stands at the top, below it everything that hands can do to it.
import QtQuick
import Hall.Controls
import Hall.DockClient

Rectangle {
    id: root

    required property DockClient dock
    required property Gallery gallery
    readonly property string title: qsTr("HallKiosk dev dock")

    color: Theme.page

    // Pixels of a millimetre on a desk monitor read from near: smaller than a kiosk's.
    Binding {
        target: Theme
        property: "ppm"
        value: 2.2
    }

    DockNow {
        id: now
        width: parent.width
        dock: root.dock
    }

    // At the bottom: nothing moves under the mouse when it comes and goes.
    DockProblem {
        id: problem
        anchors.bottom: parent.bottom
        width: parent.width
        problem: root.dock.problem
    }

    DockScroll {
        anchors.top: now.bottom
        anchors.bottom: problem.visible ? problem.top : parent.bottom
        width: parent.width
        contentHeight: panels.height + 2 * Theme.gap

        Column {
            id: panels
            x: Theme.gap
            y: Theme.gap
            width: root.width - 2 * Theme.gap
            spacing: Theme.gap

            DockMachine {
                width: parent.width
                dock: root.dock
                gallery: root.gallery
            }

            DockScenarios {
                width: parent.width
                dock: root.dock
                scenarios: root.gallery.scenarios
            }

            DockDevice {
                width: parent.width
                dock: root.dock
                deviceId: "social-card-reader"

                DockGallery {
                    width: parent?.width ?? 0
                    entries: root.gallery.cards
                    current: root.dock.cardIn
                    currentTitle: root.dock.cardThere ? qsTr("A card is in") : qsTr("No card is in")
                    takeOutText: qsTr("Take the card out")
                    insertText: qsTr("Insert card: %1")
                    onPutIn: file => root.dock.insertCard(file)
                    onTakeOut: root.dock.removeCard()
                }
            }

            DockDevice {
                width: parent.width
                dock: root.dock
                deviceId: "id-card-reader"

                DockGallery {
                    width: parent?.width ?? 0
                    entries: root.gallery.idCards
                    current: root.dock.idCardOn
                    currentTitle: root.dock.idCardThere ? qsTr("An identity card lies here")
                                                         : qsTr("No identity card lies here")
                    takeOutText: qsTr("Lift the identity card")
                    insertText: qsTr("Place identity card: %1")
                    onPutIn: file => root.dock.placeIdCard(file)
                    onTakeOut: root.dock.liftIdCard()
                }
            }

            DockDevice {
                width: parent.width
                dock: root.dock
                deviceId: "code-scanner"

                DockGallery {
                    width: parent?.width ?? 0
                    entries: root.gallery.codes
                    currentTitle: qsTr("Codes to hold before it")
                    insertText: qsTr("Hold before the scanner: %1")
                    onPutIn: file => root.dock.scanCode(file)
                }
            }

            DockDevice {
                width: parent.width
                dock: root.dock
                deviceId: "document-camera"

                DockGallery {
                    width: parent?.width ?? 0
                    entries: root.gallery.pages
                    current: root.dock.pageShown
                    currentTitle: qsTr("Nothing lies under the camera")
                    takeOutText: qsTr("Clear the plate")
                    insertText: qsTr("Lay under the camera: %1")
                    pictures: true
                    onPutIn: file => root.dock.showPage(file)
                    onTakeOut: root.dock.clearPage()
                }
            }

            DockPrinter {
                width: parent.width
                dock: root.dock
            }

            DockPagePrinter {
                width: parent.width
                dock: root.dock
            }

            DockCabinet {
                width: parent.width
                dock: root.dock
            }
        }
    }
}
