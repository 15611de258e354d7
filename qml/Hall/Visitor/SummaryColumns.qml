// SPDX-License-Identifier: GPL-3.0-or-later
// Answers and scanned pages to be checked, part by part, in as many columns as the screen has room for. Parts are of
// Session.reviewSections (pageId, title, rows, fixed) or Session.reviewMaterials (pageId, title, pages, images).
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Session

Column {
    id: summary

    property var parts: []

    readonly property int columnCount: Theme.textSize === "xlarge" ? (Theme.portrait ? 1 : 2)
                                                                   : Theme.portrait ? 2 : Theme.elder ? 3 : 4
    // The parts in order, cut where a column is full: read from top to bottom, then the next column.
    readonly property var columnParts: {
        let total = 0
        for (const part of parts)
            total += weight(part)
        const columns = []
        for (let i = 0; i < columnCount; ++i)
            columns.push([])
        let before = 0
        for (const part of parts) {
            const middle = before + weight(part) / 2
            columns[Math.min(columnCount - 1, Math.floor(middle * columnCount / Math.max(1, total)))].push(part)
            before += weight(part)
        }
        return columns
    }

    spacing: Theme.mm(4)

    // Rough height in rows.
    function weight(part: var): real {
        return part.images ? 5 : part.rows.length * 1.15 + (part.fixed ? 1.3 : 2)
    }

    function sourceIcon(source: string): string {
        return source === "centre" ? "hall" : source === "visitor" ? "edit" : source !== "" ? "card" : ""
    }

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

    Flow {
        width: parent.width
        spacing: Theme.mm(8)

        Repeater {
            model: ["social-card", "centre", "visitor"]

            Row {
                id: entry

                required property string modelData

                spacing: Theme.mm(2)

                HallIcon {
                    anchors.verticalCenter: parent.verticalCenter
                    width: Theme.bodySize
                    height: width
                    name: summary.sourceIcon(entry.modelData)
                    color: Theme.softText
                }

                BodyText {
                    text: summary.sourceWord(entry.modelData)
                    color: Theme.softText
                    wrapMode: Text.NoWrap
                }
            }
        }
    }

    Row {
        id: columns

        width: parent.width
        spacing: Theme.gap

        Repeater {
            model: summary.columnParts

            Column {
                id: column

                required property var modelData

                width: (columns.width - (summary.columnCount - 1) * columns.spacing) / summary.columnCount
                spacing: Theme.mm(4)

                Repeater {
                    model: column.modelData

                    Panel {
                        id: part

                        required property var modelData
                        readonly property var rows: modelData.rows ? modelData.rows : []
                        readonly property var images: modelData.images ? modelData.images : []
                        readonly property bool scanned: images.length > 0

                        width: column.width
                        padding: Theme.mm(5)
                        spacing: 0

                        Item {
                            width: parent.width
                            height: Math.max(title.height, change.visible ? change.height : 0) + Theme.mm(1.5)

                            Heading {
                                id: title
                                anchors.verticalCenter: parent.verticalCenter
                                width: parent.width - (change.visible ? change.width + Theme.smallGap : 0)
                                text: part.modelData.title
                                font.pixelSize: Theme.buttonSize
                            }

                            HallButton {
                                id: change
                                anchors.right: parent.right
                                visible: part.modelData.fixed !== true && !part.scanned
                                leftPadding: Theme.mm(4)
                                rightPadding: Theme.mm(4)
                                iconName: "edit"
                                text: qsTr("Change")
                                accessibleName: qsTr("Change: %1").arg(part.modelData.title)
                                onActed: Session.change(part.modelData.pageId)
                            }
                        }

                        Repeater {
                            model: part.rows

                            SummaryRow {
                                required property var modelData

                                width: (parent as Item).width
                                label: modelData.label
                                value: modelData.value
                                sourceIcon: summary.sourceIcon(modelData.source)
                                sourceWord: summary.sourceWord(modelData.source)
                            }
                        }

                        BodyText {
                            width: parent.width
                            visible: part.scanned
                            text: qsTr("%n page(s) scanned", "", part.images.length)
                            color: Theme.softText
                        }

                        Flow {
                            width: parent.width
                            visible: part.scanned
                            topPadding: Theme.mm(2)
                            spacing: Theme.smallGap

                            Repeater {
                                model: part.images

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
    }
}
