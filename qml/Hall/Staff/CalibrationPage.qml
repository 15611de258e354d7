// SPDX-License-Identifier: GPL-3.0-or-later
// A technician calibrates the document camera: one step a page, with the live picture, what to do next, and what came
// out against its limit. Nothing is in force before every step is good.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Upkeep

PageFrame {
    id: page

    readonly property CalibrationDesk desk: Upkeep.calibration
    readonly property TargetPrint sheet: Upkeep.targetPrint
    readonly property var plate: Upkeep.plate
    readonly property string phase: desk.phase
    readonly property bool seeing: phase === "live" || phase === "measuring"
    readonly property bool ended: phase === "passed" || phase === "failed" || phase === "fault"
    // The camera finds its focus, or has found it.
    readonly property bool finding: desk.step === "focus" && desk.sweep.length > 0 && phase !== "live"
    // A hand turns the lens.
    readonly property bool turning: desk.step === "focus" && desk.lens === "fixed" && phase === "live"
    // A lens that stands wrong may show nothing of the target yet.
    readonly property bool unseen: desk.step === "focus" && !desk.targetSeen
    property real bar: desk.barMm
    property bool barRefused: false

    signal closed

    function leave() {
        Upkeep.endWork()
        closed()
    }

    function saying(): string {
        if (finding)
            return qsTr("The focus is being found…")
        if (phase === "measuring")
            return qsTr("Measuring…")
        if (desk.hint !== "")
            return words.hint(desk.hint, desk.lens)
        if (!desk.ready)
            return qsTr("The picture is being looked at…")
        if (desk.step === "lens")
            return qsTr("Hold still, taking the picture.")
        if (unseen)
            return qsTr("The target is not seen yet: it is far from sharp, or not there. If it lies there, measure.")
        return qsTr("Ready to be measured.")
    }

    heading: phase === "scale" ? qsTr("Calibrate the camera")
                               : phase === "whole" || phase === "keeping" || phase === "kept" ? qsTr("The calibration is good")
                                                                                              : words.heading(desk.step)
    lead: phase === "scale"
          ? qsTr("Glue the printed target to a stiff board, and measure the black bar under it with a steel ruler.")
          : seeing ? words.task(desk.step, desk.lens) : ""
    stepNames: phase === "scale" ? [] : words.stepNames
    step: words.stepIds.indexOf(desk.step) + 1
    stepShare: phase === "passed" || phase === "whole" || phase === "kept" ? 1 : finding ? desk.sweepShare : desk.wanted > 1 ? desk.taken / desk.wanted : 0
    backText: phase === "kept" ? qsTr("Done") : qsTr("Leave")
    barShown: false
    nextShown: phase === "scale" || phase === "passed" || phase === "failed" || phase === "fault" || phase === "whole"
               || (phase === "live" && desk.step !== "lens" && desk.ready)
    nextText: {
        switch (phase) {
        case "scale":
            return qsTr("The bar is %1 mm long").arg(bar.toFixed(1))
        case "passed":
            return qsTr("Next step")
        case "failed":
        case "fault":
            return qsTr("Try again")
        case "whole":
            return qsTr("Use this calibration")
        }
        return qsTr("Measure")
    }
    nextIcon: phase === "live" ? "camera" : phase === "failed" || phase === "fault" ? "retake" : "right"
    onBack: leave()
    onNext: {
        switch (phase) {
        case "scale":
            barRefused = !desk.enterBar(bar)
            break
        case "passed":
            desk.next()
            break
        case "failed":
        case "fault":
            desk.retry()
            break
        case "whole":
            Upkeep.acceptCalibration()
            break
        case "live":
            desk.measure()
            break
        }
    }

    actions: [
        HallButton {
            visible: page.phase === "failed" || page.phase === "passed" || page.phase === "whole"
                     || (page.phase === "live" && page.desk.resumed)
            text: qsTr("Begin anew")
            onActed: page.desk.beginAnew()
        }
    ]

    CalibrationWords {
        id: words
    }

    TargetPanel {
        width: parent.width
        visible: page.phase === "scale"
        sheet: page.sheet
    }

    BodyText {
        width: parent.width
        visible: page.phase === "scale"
        text: qsTr("Length of the bar, as the ruler says:")
    }

    Row {
        visible: page.phase === "scale"
        spacing: Theme.gap

        Repeater {
            model: [-1, -0.1, 0.1, 1]

            HallButton {
                required property real modelData

                text: qsTr("%1 mm").arg((modelData > 0 ? "+" : "−") + Math.abs(modelData))
                onActed: {
                    page.barRefused = false
                    page.bar = Math.max(100, Math.min(200, Math.round((page.bar + modelData) * 10) / 10))
                }
            }
        }
    }

    Notice {
        width: parent.width
        visible: page.phase === "scale" && page.barRefused
        kind: "error"
        title: qsTr("The bar must be between %1 and %2 mm long").arg(page.desk.leastBarMm.toFixed(1)).arg(page.desk.mostBarMm.toFixed(1))
        text: qsTr("The target was printed smaller or larger. Print it at 100 %, without fitting it to the page.")
    }

    Rectangle {
        width: parent.width
        // The picture of a camera is wider than high; no room is kept for what it does not fill.
        height: Math.min(Math.round(width * 0.75), Math.max(Theme.mm(60), page.roomHeight - said.height - Theme.gap
                                                               - (page.finding ? bars.height + Theme.gap : 0)
                                                               - (page.turning ? edge.height + Theme.gap : 0)))
        visible: page.seeing
        radius: Theme.radius
        color: "#16191F"
        border.width: Theme.strongLine
        border.color: page.desk.ready ? Theme.success : Theme.accent

        Accessible.role: Accessible.Graphic
        Accessible.name: qsTr("Live picture of the plate")

        CalibrationView {
            anchors.fill: parent
            anchors.margins: Theme.mm(1)
            desk: page.desk
        }
    }

    Notice {
        id: said
        width: parent.width
        visible: page.seeing
        kind: page.phase === "live" && page.desk.ready && !page.unseen ? "success" : "info"
        title: page.saying()
        text: page.desk.wanted > 1 ? qsTr("Pictures: %1 of %2").arg(page.desk.taken).arg(page.desk.wanted) : ""
    }

    EdgeBar {
        id: edge
        width: parent.width
        visible: page.turning
        widthPx: page.desk.edge
        mostPx: page.desk.mostEdge
    }

    Notice {
        width: parent.width
        visible: page.ended
        kind: page.phase === "passed" ? "success" : "error"
        title: page.phase === "passed" ? qsTr("Good") : page.phase === "fault" ? FaultTexts.what(page.desk.hint) : qsTr("Not good yet")
        text: page.phase === "failed" ? words.hint(page.desk.hint, page.desk.lens) : ""
    }

    FigureRows {
        width: parent.width
        visible: page.ended
        figures: page.desk.figures
    }

    FocusBars {
        id: bars
        width: parent.width
        visible: page.finding
        points: page.desk.sweep
        now: page.desk.focus
        found: page.phase === "passed"
        failed: page.phase === "failed" || page.phase === "fault"
    }

    Notice {
        width: parent.width
        visible: page.phase === "whole" || page.phase === "keeping"
        kind: "success"
        title: qsTr("Every step is good")
        text: qsTr("With your touch this calibration is used, and the one before is kept. Leave the plate empty: it is looked at right away.")
    }

    Notice {
        readonly property string plateState: page.plate.state ?? ""
        readonly property string reason: page.plate.reason ?? ""

        width: parent.width
        visible: page.phase === "kept"
        kind: plateState === "good" ? "success" : plateState === "unchecked" ? "info" : "warning"
        title: plateState === "unchecked" ? qsTr("The plate is being looked at…") : words.plateState(plateState, reason)
        text: words.plateCure(plateState, reason)
    }
}
