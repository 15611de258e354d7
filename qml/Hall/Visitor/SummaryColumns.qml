// SPDX-License-Identifier: GPL-3.0-or-later
// Answers and scanned pages to be checked, part by part, in as many columns as the screen has room for. Parts are of
// Session.reviewSections (pageId, title, rows, fixed) or Session.reviewMaterials (pageId, title, pages, later, until, promised,
// images, licence).
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Session

Column {
    id: summary

    property var parts: []

    readonly property int columnCount: Theme.textSize === "xlarge" ? (Theme.portrait ? 1 : 2)
                                                                   : Theme.portrait ? 2
                                                                   : Session.language === "zh_CN" && !Theme.elder ? 4 : 3
    readonly property int columnWidth: Math.floor((width - (columnCount - 1) * Theme.gap) / columnCount)
    // The parts in order, cut where a column is full: read from top to bottom, then the next column. The tallest column
    // is as low as the order allows.
    readonly property var columnParts: {
        const heights = []
        for (const part of parts)
            heights.push(roughHeight(part))
        let low = Math.max(0, ...heights)
        let high = heights.reduce((sum, one) => sum + one, 0)
        while (high - low > Theme.mm(2)) {
            const middle = (low + high) / 2
            if (cut(heights, middle).length <= columnCount)
                high = middle
            else
                low = middle
        }
        return cut(heights, high).map(places => places.map(place => parts[place]))
    }

    spacing: Theme.mm(4)

    function cut(heights: var, most: real): var {
        const columns = []
        let used = most + 1
        for (let i = 0; i < heights.length; ++i) {
            if (used + heights[i] > most && (used > 0 || columns.length === 0)) {
                columns.push([])
                used = 0
            }
            columns[columns.length - 1].push(i)
            used += heights[i]
        }
        return columns
    }

    // Han characters are an em wide, others a good half.
    function lines(text: string, width: real, size: real): int {
        let ems = 0
        for (let i = 0; i < text.length; ++i)
            ems += text.charCodeAt(i) > 0x2e7f ? 1 : 0.58
        return Math.max(1, Math.ceil(ems * size / Math.max(1, width)))
    }

    function roughHeight(part: var): real {
        const inner = columnWidth - Theme.mm(10)
        const line = Theme.bodySize * 1.45
        let sum = Theme.mm(15.5)
        if (part.images)
            return sum + Math.max(Theme.buttonHeight, Theme.buttonSize * 1.45
                                  * lines(titleOf(part), inner - Theme.mm(45), Theme.buttonSize))
                   + line * (part.images.length === 0 ? lines(waysText(part), inner, Theme.bodySize) : 1)
                   + (part.images.length > 0 ? Theme.mm(48) : 0)
        sum += Math.max(part.fixed ? 0 : Theme.buttonHeight, Theme.buttonSize * 1.45
                        * lines(titleOf(part), inner - (part.fixed ? 0 : Theme.mm(45)), Theme.buttonSize))
        // As SummaryRow shares its width.
        const share = Math.max(inner * 0.3, Math.min(inner * 0.4, inner - Theme.mm(89)))
        for (const row of part.rows) {
            const label = lines(row.label, Theme.elder ? inner : share, Theme.bodySize)
            const value = lines(row.value, Theme.elder ? inner - Theme.bodySize : inner - share - Theme.mm(3.5) - Theme.bodySize,
                                Theme.bodySize)
            sum += Theme.mm(2.4) + line * (Theme.elder ? label + value : Math.max(label, value))
            const note = paperNote(row)
            sum += note === "" ? 0 : line * lines(note, inner, Theme.bodySize)
        }
        return sum
    }

    // A paper says something else than the visitor.
    function paperNote(row: var): string {
        return (row.paper ?? "") === "" ? "" : qsTr("Your paper says \"%1\". Please compare.").arg(row.paper)
    }

    // The page about data sharing has no words in the service file.
    function titleOf(part: var): string {
        return part.pageId === "sharing" ? qsTr("Checking your details") : part.title
    }

    // Of a paper that is not scanned because the centre has it.
    function licenceText(part: var): string {
        const licence = part.licence ?? ({})
        if (licence.number === undefined)
            return ""
        const until = licence.until !== "" ? qsTr("valid until %1").arg(licence.until) : qsTr("valid without end")
        return qsTr("The centre has it as an electronic licence: no scan needed. No. %1, %2").arg(licence.number).arg(until)
    }

    // What stands in the place of pictures.
    function waysText(part: var): string {
        if (part.later === true)
            return (part.until ?? "") !== "" ? qsTr("To be brought to the window until %1").arg(part.until)
                                             : qsTr("To be brought to the window")
        if (part.promised === true)
            return qsTr("You promise instead: the paper would show what you filled in. You sign this with your case.")
        return licenceText(part)
    }

    function sourceIcon(source: string): string {
        return source === "centre" ? "hall" : source === "scan" ? "page" : source === "visitor" || source === "visit" ? "edit" : source !== "" ? "card" : ""
    }

    function sourceWord(source: string): string {
        switch (source) {
        case "social-card":
        case "resident-card":
            return qsTr("from your card")
        case "worker-card":
            return qsTr("from the worker's card")
        case "travel-permit":
            return qsTr("from your permit")
        case "centre":
            return qsTr("from the centre")
        case "scan":
            return qsTr("read from your paper")
        case "visitor":
        case "visit":  // for a service before this one
            return qsTr("entered by you")
        }
        return ""
    }

    Flow {
        width: parent.width
        spacing: Theme.mm(8)

        Repeater {
            model: Session.unproved ? ["travel-permit", "visitor"] : ["social-card", "centre", "visitor"]

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

                width: summary.columnWidth
                spacing: Theme.mm(4)

                Repeater {
                    model: column.modelData

                    Panel {
                        id: part

                        required property var modelData
                        readonly property var rows: modelData.rows ? modelData.rows : []
                        readonly property var images: modelData.images ? modelData.images : []
                        readonly property bool scanned: images.length > 0
                        // Pictures stay with their title.
                        readonly property bool wholeRow: scanned

                        width: column.width
                        padding: Theme.mm(5)
                        spacing: 0

                        Item {
                            readonly property bool wholeRow: true
                            // A title stays with its first row.
                            readonly property int keepBelow: Math.round(Theme.bodySize * 1.45 * (Theme.elder ? 2 : 1))

                            width: parent.width
                            height: Math.max(title.height, change.shown ? change.height : 0) + Theme.mm(1.5)

                            Heading {
                                id: title
                                anchors.verticalCenter: parent.verticalCenter
                                width: parent.width - (change.shown ? change.width + Theme.smallGap : 0)
                                text: summary.titleOf(part.modelData)
                                font.pixelSize: Theme.buttonSize
                            }

                            HallButton {
                                id: change

                                readonly property bool shown: part.modelData.fixed !== true

                                anchors.right: parent.right
                                visible: shown
                                leftPadding: Theme.mm(4)
                                rightPadding: Theme.mm(4)
                                iconName: "edit"
                                text: qsTr("Change")
                                accessibleName: qsTr("Change: %1").arg(summary.titleOf(part.modelData))
                                onActed: Session.change(part.modelData.pageId)
                            }
                        }

                        Repeater {
                            model: part.rows

                            Column {
                                id: line

                                required property var modelData

                                width: part.width - 2 * part.padding

                                SummaryRow {
                                    width: parent.width
                                    label: line.modelData.label
                                    value: line.modelData.value
                                    sourceIcon: summary.sourceIcon(line.modelData.source)
                                    sourceWord: summary.sourceWord(line.modelData.source)
                                }

                                BodyText {
                                    width: parent.width
                                    visible: text !== ""
                                    text: summary.paperNote(line.modelData)
                                    font.bold: true
                                    Accessible.role: Accessible.AlertMessage
                                }
                            }
                        }

                        BodyText {
                            width: parent.width
                            visible: text !== ""
                            text: summary.waysText(part.modelData)
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
