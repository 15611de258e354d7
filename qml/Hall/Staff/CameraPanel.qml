// SPDX-License-Identifier: GPL-3.0-or-later
// Whether the document camera measures and the printer prints as it should, and the ways to find out.
import QtQuick
import Hall.Controls
import Hall.Upkeep

Panel {
    id: panel

    readonly property var plate: Upkeep.plate
    readonly property string plateState: plate.state ?? "none"
    readonly property string reason: plate.reason ?? ""
    readonly property var check: plate.check ?? ({})
    readonly property bool checked: check.marks !== undefined
    readonly property bool good: plateState === "good"
    readonly property var last: Upkeep.printTest ? Upkeep.printTest.last : ({})
    readonly property bool tested: last.at !== undefined

    signal calibrationAsked
    signal printTestAsked

    spacing: Theme.gap

    CalibrationWords {
        id: words
    }

    Heading {
        width: parent.width
        text: qsTr("Checks that judge themselves")
        font.pixelSize: Theme.buttonSize
    }

    component CheckLine: Item {
        id: line

        property bool good
        // Nothing is known yet: no reason to worry.
        property bool unknown: false
        property string title
        property string stateText
        property string cure
        property string detail

        implicitHeight: column.height
        Accessible.role: Accessible.StaticText
        Accessible.name: title + ": " + stateText + (cure !== "" ? ". " + cure : "")

        HallIcon {
            id: light
            y: Theme.mm(1)
            width: Theme.mm(9)
            height: width
            name: line.good ? "check" : line.unknown ? "info" : "warning"
            color: line.good ? Theme.success : line.unknown ? Theme.accent : Theme.danger
        }

        Column {
            id: column
            anchors.left: light.right
            anchors.leftMargin: Theme.mm(4)
            anchors.right: parent.right
            spacing: Theme.mm(1)

            BodyText {
                width: parent.width
                text: line.title
                font.bold: true
                Accessible.ignored: true
            }

            BodyText {
                width: parent.width
                text: line.stateText
                color: line.good || line.unknown ? Theme.softText : Theme.danger
                Accessible.ignored: true
            }

            BodyText {
                width: parent.width
                visible: text !== ""
                text: line.cure
                Accessible.ignored: true
            }

            Caption {
                width: parent.width
                visible: text !== ""
                text: line.detail
            }
        }
    }

    CheckLine {
        width: parent.width
        good: panel.good
        unknown: panel.plateState === "none" || panel.plateState === "unchecked"
        title: qsTr("Camera calibration")
        stateText: panel.plate.checking === true ? qsTr("The plate is being looked at…")
                                                 : words.plateState(panel.plateState, panel.reason)
        cure: words.plateCure(panel.plateState, panel.reason)
        detail: [panel.plate.at !== undefined ? qsTr("calibrated on %1").arg(panel.dayOf(Date.parse(panel.plate.at))) : "",
                 panel.checked ? qsTr("marks found: %1 of 4, moved by %2 mm, light %3 %, sharpness %4 %")
                                    .arg(panel.check.marks).arg(Number(panel.check.shift_mm).toFixed(2))
                                    .arg(Math.round(panel.check.light * 100)).arg(Math.round(panel.check.sharp * 100)) : ""]
                .filter(part => part !== "").join(" · ")
    }

    Flow {
        width: parent.width
        spacing: Theme.smallGap

        HallButton {
            visible: panel.plate.at !== undefined
            enabled: panel.plate.checking !== true
            text: qsTr("Check the plate now")
            onActed: Upkeep.checkPlate()
        }

        HallButton {
            visible: Upkeep.role === "technician"
            text: qsTr("Calibrate the camera")
            iconName: "camera"
            onActed: {
                Upkeep.calibrate()
                panel.calibrationAsked()
            }
        }

        HallButton {
            visible: Upkeep.role === "technician" && panel.plate.before === true
            text: qsTr("Back to the calibration before")
            onActed: Upkeep.rollBackCalibration()
        }
    }

    CheckLine {
        width: parent.width
        good: panel.tested && panel.last.good === true
        unknown: !panel.tested
        title: qsTr("Print test")
        stateText: !panel.tested ? qsTr("Not done yet")
                                 : panel.last.good === true ? qsTr("The print was good on %1").arg(panel.day())
                                                            : qsTr("The print was not good on %1").arg(panel.day())
    }

    HallButton {
        text: qsTr("Test the print")
        iconName: "print"
        onActed: {
            Upkeep.testPrint()
            panel.printTestAsked()
        }
    }

    function day(): string {
        return dayOf((last.at ?? 0) * 1000)
    }

    function dayOf(ms: real): string {
        return new Date(ms).toLocaleDateString(Qt.locale(), Locale.ShortFormat)
    }
}
