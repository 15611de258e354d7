// SPDX-License-Identifier: GPL-3.0-or-later
// The print test: a paper is printed, laid under the camera, and judged in words.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Upkeep

PageFrame {
    id: page

    readonly property PrintTest test: Upkeep.printTest
    readonly property string phase: test.phase
    readonly property var plate: Upkeep.plate
    readonly property var figures: test.figures
    readonly property var bad: figures.filter(figure => !figure.good)

    signal closed

    function unseen(hint: string): string {
        switch (hint) {
        case "too-far":
            return qsTr("The camera sees too few pixels for single dots. This test needs a camera of at least 5 megapixels.")
        case "no-edges":
            return qsTr("The edges of the paper cannot be seen. Lay it flat in the middle of the dark plate, with nothing beside it.")
        }
        return qsTr("The test paper cannot be seen. Lay it flat in the middle of the plate, with the print up.")
    }

    heading: qsTr("Print test")
    lead: phase === "lay" ? qsTr("Tear nothing off. Lay the paper flat in the middle of the plate, with the print up, and take your hand away.") : ""
    backText: phase === "done" ? qsTr("Done") : qsTr("Leave")
    barShown: false
    nextShown: phase === "lay" || phase === "done" || phase === "unseen" || phase === "fault"
    nextText: phase === "lay" ? qsTr("Measure") : phase === "fault" ? qsTr("Print again") : qsTr("Measure again")
    nextIcon: phase === "fault" ? "retake" : "camera"
    onBack: {
        Upkeep.endWork()
        closed()
    }
    onNext: phase === "fault" ? test.print() : test.measure()

    actions: [
        HallButton {
            visible: page.phase === "done" || page.phase === "unseen"
            text: qsTr("Print again")
            onActed: page.test.print()
        }
    ]

    CalibrationWords {
        id: words
    }

    Notice {
        width: parent.width
        visible: page.phase === "printing" || page.phase === "lay" || page.phase === "measuring"
        kind: "info"
        title: page.phase === "printing" ? qsTr("The test paper is being printed.")
                                         : page.phase === "lay" ? qsTr("The test paper is there.") : qsTr("Measuring…")
    }

    Notice {
        width: parent.width
        visible: page.phase === "fault"
        kind: "error"
        title: FaultTexts.what(page.test.hint)
    }

    Notice {
        width: parent.width
        visible: page.phase === "unseen"
        kind: "warning"
        title: qsTr("It cannot be judged")
        text: page.unseen(page.test.hint)
    }

    Notice {
        width: parent.width
        visible: page.phase === "done"
        kind: page.bad.length === 0 ? "success" : "error"
        title: page.bad.length === 0 ? qsTr("The print is good") : qsTr("The print is not good")
        text: page.bad.map(figure => words.printCure(figure.name)).join(" ")
              + (page.bad.some(figure => figure.name === "print-dead-dots") ? " " + qsTr("Dots from the left: %1.").arg(page.test.deadDots) : "")
    }

    FigureRows {
        width: parent.width
        visible: page.phase === "done"
        figures: page.figures
    }

    BodyText {
        width: parent.width
        visible: page.phase === "done" && page.plate.state !== "good"
        text: qsTr("Width and length were not measured: the camera is not calibrated.")
        color: Theme.softText
    }
}
