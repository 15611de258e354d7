// SPDX-License-Identifier: GPL-3.0-or-later
// A table of people on a stick: put it in, choose the file. What the table must look like is told and printed here.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    readonly property var table: Session.table
    readonly property string stick: table.stick ?? "none"
    readonly property var files: Array.from(stick === "in" ? table.files ?? [] : [])
    readonly property var columns: Array.from(table.columns ?? [])
    readonly property string comma: Session.language === "zh_CN" ? "、" : ", "
    readonly property var also: Array.from(table.also ?? [])
    readonly property string note: table.note ?? ""
    readonly property var paper: table.paper ?? {}
    readonly property string paperState: paper.state ?? ""
    readonly property string paperFault: paper.fault?.code ?? ""
    readonly property string code: paper.code ?? ""
    readonly property bool workbooks: files.some(file => file.workbook === true)

    heading: qsTr("Take a table from a USB stick")
    lead: qsTr("One table holds up to %1 people. Nothing is written to your stick, and nothing of it stays here after your visit.").arg(table.most ?? 0)
    part: "form"
    stepShare: 1
    nextShown: false

    actions: HallButton {
        iconName: "print"
        enabled: page.paperState !== "printing"
        text: qsTr("Print the column headings")
        onActed: {
            Session.printColumns()
            page.scroll.toTop()
        }
    }

    Notice {
        width: parent.width
        visible: page.paperState !== ""
        kind: page.paperState === "printed" ? "success" : page.paperState === "printing" || page.paperState === "code" ? "info" : "warning"
        title: {
            switch (page.paperState) {
            case "printing":
                return qsTr("The headings are being printed.")
            case "printed":
                return qsTr("Please take the paper from the paper slot.")
            case "code":
                return qsTr("There is no paper at the moment. The headings stand at the bottom of this page.")
            case "unknown":
                return qsTr("Please look whether the paper is in the paper slot.")
            }
            return qsTr("The headings could not be printed. They stand at the bottom of this page.")
        }
        text: page.paperFault !== "" ? FaultTexts.what(page.paperFault) : ""
    }

    Notice {
        width: parent.width
        visible: page.note !== ""
        kind: "warning"
        title: page.table.file ?? ""
        text: page.note
    }

    Notice {
        width: parent.width
        visible: page.stick === "left"
        kind: "warning"
        title: qsTr("There is a USB stick in the machine that was here before you")
        text: qsTr("If it is yours, please take it out and put it in again. If not, please give it to the staff.")
    }

    Notice {
        width: parent.width
        visible: page.stick === "out" || page.stick === "none"
        title: qsTr("Please put your USB stick into the machine")
        text: qsTr("The table must be saved as CSV and lie in the top folder of the stick, not in a folder.")
    }

    Notice {
        width: parent.width
        visible: page.stick === "in" && page.files.length === 0
        kind: "warning"
        title: qsTr("There is no table on this stick")
        text: qsTr("The table must be saved as CSV and lie in the top folder of the stick, not in a folder.")
    }

    Notice {
        width: parent.width
        visible: page.table.more === true && page.stick === "in"
        kind: "warning"
        title: qsTr("There are more files on this stick than can be shown here")
        text: qsTr("If yours is not among them, please bring a stick with fewer files.")
    }

    Repeater {
        model: page.files

        HallButton {
            id: file

            required property int index
            required property var modelData

            width: (parent as Item).width
            enabled: modelData.workbook !== true
            opacity: enabled ? 1 : 0.6
            text: modelData.name
            iconName: "page"
            accessibleName: enabled ? qsTr("Take this table: %1").arg(modelData.name) : modelData.name
            onActed: Session.chooseTable(file.index)
        }
    }

    Notice {
        width: parent.width
        visible: page.workbooks
        title: qsTr("Files of a spreadsheet program cannot be taken as they are")
        text: qsTr("Please open the file there, choose Save As, and save it as CSV.")
    }

    Panel {
        width: parent.width
        padding: Theme.mm(7)
        spacing: Theme.smallGap

        Heading {
            width: parent.width
            text: qsTr("The first row of the table holds these headings")
            font.pixelSize: Theme.buttonSize
        }

        BodyText {
            width: parent.width
            text: page.columns.join(page.comma)
        }

        BodyText {
            width: parent.width
            visible: page.also.length > 0
            text: qsTr("These may be added, where you know them: %1").arg(page.also.join(page.comma))
            color: Theme.softText
        }

        BodyText {
            width: parent.width
            text: qsTr("Below it stands one person in each row. Columns of numbers are to be formatted as text.")
            color: Theme.softText
        }

        Rectangle {
            readonly property bool wholeRow: true

            anchors.horizontalCenter: parent.horizontalCenter
            visible: page.code !== ""
            width: Theme.mm(Theme.portrait ? 110 : 92)
            height: width
            color: Theme.paper

            QrCode {
                anchors.fill: parent
                anchors.margins: Theme.mm(4)
                text: page.code

                Accessible.role: Accessible.Graphic
                Accessible.name: qsTr("The column headings, as a code")
            }
        }
    }
}
