// SPDX-License-Identifier: GPL-3.0-or-later
// Everything once more before signing; each part can be changed and leads back here.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    heading: qsTr("Is everything right?")
    nextText: qsTr("All correct")
    nextIcon: "tick"
    onNext: Session.confirmReview()

    function sourceWord(source: string): string {
        switch (source) {
        case "social-card":
        case "resident-card":
            return qsTr("from your card")
        case "centre":
            return qsTr("from the centre")
        case "visitor":
            return qsTr("entered by you")
        }
        return ""
    }

    Grid {
        id: sections

        readonly property int cell: Theme.portrait ? width : (width - columnSpacing) / 2

        width: parent.width
        columns: Theme.portrait ? 1 : 2
        columnSpacing: Theme.gap
        rowSpacing: Theme.gap

        Repeater {
            model: Session.reviewSections

            Panel {
                id: section

                required property var modelData

                width: sections.cell
                padding: Theme.mm(7)
                spacing: 0

                Item {
                    width: parent.width
                    height: Math.max(title.height, change.height) + Theme.mm(2)

                    Heading {
                        id: title
                        anchors.verticalCenter: parent.verticalCenter
                        width: parent.width - change.width - Theme.gap
                        text: section.modelData.title
                        font.pixelSize: Theme.buttonSize
                    }

                    HallButton {
                        id: change
                        anchors.right: parent.right
                        iconName: "edit"
                        text: qsTr("Change")
                        accessibleName: qsTr("Change: %1").arg(section.modelData.title)
                        onActed: Session.change(section.modelData.pageId)
                    }
                }

                Repeater {
                    model: section.modelData.rows

                    DataRow {
                        required property var modelData

                        width: (parent as Item).width
                        label: modelData.label
                        value: modelData.value
                        detail: page.sourceWord(modelData.source ?? "")
                    }
                }
            }
        }

        Repeater {
            model: Session.reviewMaterials

            Panel {
                id: scans

                required property var modelData

                width: sections.cell
                padding: Theme.mm(7)

                Heading {
                    width: parent.width
                    text: scans.modelData.title
                    font.pixelSize: Theme.buttonSize
                }

                BodyText {
                    width: parent.width
                    text: qsTr("%n page(s) scanned", "", scans.modelData.pages)
                    color: Theme.softText
                }

                Flow {
                    width: parent.width
                    spacing: Theme.smallGap

                    Repeater {
                        model: scans.modelData.images

                        Thumb {
                            required property int index
                            required property string modelData

                            source: modelData
                            name: qsTr("Page %1").arg(index + 1)
                        }
                    }
                }
            }
        }
    }
}
