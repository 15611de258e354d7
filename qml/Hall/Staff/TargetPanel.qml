// SPDX-License-Identifier: GPL-3.0-or-later
// The target of the calibration: printed by the kiosk's own A4 printer, and what has come of that. Where there is none, how
// it is printed elsewhere.
import QtQuick
import Hall.Controls
import Hall.Upkeep

Column {
    id: panel

    required property TargetPrint sheet
    readonly property string phase: sheet.phase
    readonly property bool fitted: phase !== "none"
    // Why nothing can be printed now; the fault of the printer itself.
    readonly property var fault: {
        for (const device of Upkeep.devices) {
            if (device.id === "page-printer")
                return device.fault ?? null
        }
        return null
    }
    readonly property string cure: fault ? FaultTexts.staffAdvice(fault.who, fault.remedy) : ""

    spacing: Theme.gap

    BodyText {
        width: parent.width
        visible: !panel.fitted
        text: qsTr("This machine has no A4 printer. Write the target to a file (hallctl camera target --out target.pdf) and print it elsewhere on A4, at 100 %.")
    }

    HallButton {
        visible: panel.fitted
        enabled: panel.phase !== "printing" && panel.fault === null
        text: panel.phase === "printed" || panel.phase === "unknown" ? qsTr("Print another target") : qsTr("Print the target")
        iconName: "print"
        onActed: Upkeep.printTarget()
    }

    Notice {
        width: parent.width
        visible: panel.fitted && (panel.phase !== "idle" || panel.fault !== null)
        kind: {
            switch (panel.phase) {
            case "printed":
                return "success"
            case "printing":
                return panel.fault ? "warning" : "info"
            case "failed":
                return "error"
            }
            return "warning"
        }
        title: {
            switch (panel.phase) {
            case "printing":
                return panel.fault ? FaultTexts.what(panel.fault.code) : qsTr("The target is being printed…")
            case "printed":
                return qsTr("The target is printed")
            case "unknown":
                return FaultTexts.what("page-printer.unknown")
            case "failed":
                return FaultTexts.what(panel.sheet.hint)
            }
            return panel.fault ? FaultTexts.what(panel.fault.code) : ""
        }
        text: {
            switch (panel.phase) {
            case "printed":
                return qsTr("No printer is true to the millimetre: measure its bar all the same.")
            case "unknown":
                return FaultTexts.staffAdvice("staff", "look-for-sheet")
            }
            return panel.cure
        }
    }
}
