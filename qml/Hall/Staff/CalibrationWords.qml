// SPDX-License-Identifier: GPL-3.0-or-later
// What the calibration of the camera and the print test are called, and what their figures say.
import QtQuick

QtObject {
    readonly property list<string> stepIds: ["focus", "lens", "geometry", "light", "empty"]
    readonly property list<string> stepNames: [qsTr("Focus"), qsTr("Lens"), qsTr("Plate"), qsTr("Light"), qsTr("Empty plate")]

    function heading(step: string): string {
        switch (step) {
        case "focus":
            return qsTr("Camera: is it sharp?")
        case "lens":
            return qsTr("Camera: how its lens bends")
        case "geometry":
            return qsTr("Camera: millimetres on the plate")
        case "light":
            return qsTr("Camera: light and white")
        case "empty":
            return qsTr("Camera: the empty plate")
        }
        return qsTr("Calibrate the camera")
    }

    // `lens`: of the camera, CalibrationDesk.lens.
    function task(step: string, lens: string): string {
        switch (step) {
        case "focus":
            if (lens === "motor")
                return qsTr("Lay the target flat in the middle of the plate and take your hands away. Measure: the camera tries its focus from end to end, for about half a minute, and keeps the sharpest.")
            return qsTr("Lay the target flat in the middle of the plate. Turn the lens of the camera until it is sharp, then measure.")
        case "lens":
            return qsTr("Hold the target under the camera, where the yellow frame is and as the words say. Pictures are taken by themselves while it is held still.")
        case "geometry":
            return qsTr("Lay the target flat in the middle of the plate and take your hands away.")
        case "light":
            return qsTr("Lay a clean white sheet of A4 in the middle of the plate, with the lamp as it is in daily use.")
        case "empty":
            return qsTr("Take everything off the plate and wipe it.")
        }
        return ""
    }

    function hint(code: string, lens: string): string {
        switch (code) {
        case "focus-refused":
            return qsTr("The camera does not let its focus be set any more. Pull its plug out and put it in again, then try once more.")
        case "focus-stuck":
            return qsTr("Whatever focus is set, the picture is as blurred. See whether the target lies there and the lens is clean; else the lens does not move: another camera is needed.")
        case "focus-at-end":
            return qsTr("It is sharpest at the end of what the lens can be set to, and not sharp there. Hang the camera nearer to the plate, or farther away.")
        case "focus-unclear":
            return qsTr("Something moved or came into the picture while the focus was being found. Take your hands away and try again.")
        case "no-target":
            return qsTr("The target cannot be seen, or it is far from sharp.")
        case "covered":
            return qsTr("Part of the target is covered or outside of the picture.")
        case "blurred":
            if (lens === "motor")
                return qsTr("It is not sharp enough even where it is sharpest. Wipe the lens, and see whether the target lies flat.")
            return qsTr("It is not sharp enough. Turn the lens a little and measure again: a smaller figure is sharper.")
        case "moving":
            return qsTr("Hold still.")
        case "move-there":
            return qsTr("Bring the target to the yellow frame.")
        case "lift-left":
            return qsTr("Lift the left side of the target by a hand's breadth.")
        case "lift-right":
            return qsTr("Lift the right side of the target by a hand's breadth.")
        case "lift-upper":
            return qsTr("Lift the upper side of the target by a hand's breadth.")
        case "lift-lower":
            return qsTr("Lift the lower side of the target by a hand's breadth.")
        case "elsewhere":
            return qsTr("This is there already. Hold the target elsewhere, or tilt it otherwise.")
        case "no-sheet":
            return qsTr("No white sheet can be seen on the plate.")
        case "not-white":
            return qsTr("The sheet is not evenly white: too dark, too bright, or printed on. Change lamp or sheet.")
        case "not-a4":
            return qsTr("The sheet of A4 comes out in a wrong size: the target was printed smaller or larger than the bar says. Measure the bar again and begin anew.")
        case "not-empty":
            return qsTr("Something lies on the plate.")
        case "other-size":
            return qsTr("The camera gives pictures of another size than before. Begin anew.")
        case "not-flat":
            return qsTr("The target does not lie flat. Glue it to a stiff board.")
        case "lens-unclear":
            return qsTr("The pictures of the target do not agree. Use a flat target, and hold it still.")
        }
        return ""
    }

    function figureName(name: string): string {
        switch (name) {
        case "edge-px":
            return qsTr("Width of an edge")
        case "edge-corner-px":
            return qsTr("Width in the worst corner")
        case "lens-px":
            return qsTr("Error of the lens")
        case "geometry-mm":
            return qsTr("Error on the plate")
        case "sheet-share":
            return qsTr("A4 sheet off by")
        case "flat-spread":
            return qsTr("Unevenness of white")
        case "flat-spread-before":
            return qsTr("Unevenness before")
        case "flat-delta-e":
            return qsTr("Tint of white")
        case "flat-delta-e-before":
            return qsTr("Tint before")
        case "empty-unrest":
            return qsTr("Unrest of the picture")
        case "print-darkness":
            return qsTr("Black is, of white")
        case "print-dead-dots":
            return qsTr("Dead dots of the head")
        case "print-scale-across":
            return qsTr("Width off by")
        case "print-scale-feed":
            return qsTr("Length off by")
        case "print-skew":
            return qsTr("Print runs crooked by")
        case "print-cut":
            return qsTr("Cut is crooked by")
        }
        return name
    }

    function amount(name: string, value: real): string {
        switch (name) {
        case "edge-px":
        case "edge-corner-px":
        case "lens-px":
            return qsTr("%1 px").arg(value.toFixed(2))
        case "geometry-mm":
            return qsTr("%1 mm").arg(value.toFixed(2))
        case "flat-delta-e":
        case "flat-delta-e-before":
            return qsTr("ΔE %1").arg(value.toFixed(1))
        case "empty-unrest":
            return qsTr("%1 grey levels").arg(value.toFixed(1))
        case "print-dead-dots":
            return value.toFixed(0)
        case "print-skew":
        case "print-cut":
            return qsTr("%1°").arg(value.toFixed(1))
        }
        return qsTr("%1 %").arg((value * 100).toFixed(1))
    }

    function limit(name: string, most: real): string {
        return most > 0 || name === "print-dead-dots" ? qsTr("at most %1").arg(amount(name, most)) : ""
    }

    // Of a print test: what to do about a figure that is not good.
    function printCure(name: string): string {
        switch (name) {
        case "print-darkness":
            return qsTr("The print is pale. Clean the print head, use paper of the right kind, or raise the printer's density.")
        case "print-dead-dots":
            return qsTr("Dots of the print head are dead or dirty. Clean the head with alcohol; if they stay, replace it.")
        case "print-scale-across":
        case "print-scale-feed":
            return qsTr("The print is not true to scale. Clean the roller; it may be worn.")
        case "print-skew":
            return qsTr("The paper runs crooked. Put the roll in straight and set its guide.")
        case "print-cut":
            return qsTr("The cut is crooked. Clear the cutter of scraps; it may be blunt.")
        }
        return ""
    }

    function plateState(state: string, reason: string): string {
        switch (state) {
        case "good":
            return qsTr("Calibrated, and checked today")
        case "unchecked":
            return qsTr("Calibrated, not checked yet")
        case "none":
            return qsTr("Not calibrated")
        }
        switch (reason) {
        case "moved":
            return qsTr("The camera or the plate has been moved")
        case "unseen":
            return qsTr("The marks of the plate cannot be found")
        case "covered":
            return qsTr("Something lies on the plate, or it is dirty")
        case "blurred":
            return qsTr("The picture is not as sharp as at the calibration")
        case "focus":
            return qsTr("The camera does not let its focus be set any more")
        case "exposure":
            return qsTr("The camera does not keep its exposure and white balance any more")
        case "light":
            return qsTr("The light is another than at the calibration")
        case "other-camera":
            return qsTr("Another camera is fitted")
        case "other-size":
            return qsTr("The camera gives pictures of another size")
        case "unreadable":
            return qsTr("The calibration is damaged")
        }
        return qsTr("The calibration does not hold")
    }

    function plateCure(state: string, reason: string): string {
        if (state === "good")
            return ""
        if (state === "none")
            return qsTr("Papers are taken as photos, without true size. A technician can calibrate the camera.")
        if (state === "unchecked")
            return qsTr("Papers are taken as photos until the plate has been looked at. Leave it empty.")
        if (reason === "covered")
            return qsTr("Clear and wipe the plate. Until the next check papers are taken as photos.")
        if (reason === "blurred")
            return qsTr("Wipe the lens of the camera. If that does not help, a technician calibrates it again. Until then papers are taken as photos.")
        if (reason === "focus" || reason === "exposure")
            return qsTr("Pull the camera's plug out and put it in again. If that does not help, a technician calibrates it again. Until then papers are taken as photos.")
        if (reason === "light")
            return qsTr("See whether the lamp burns and nothing shades it. Until then papers are taken as photos.")
        return qsTr("Papers are taken as photos until a technician has calibrated the camera again.")
    }
}
