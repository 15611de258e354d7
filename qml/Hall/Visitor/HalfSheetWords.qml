// SPDX-License-Identifier: GPL-3.0-or-later
// How to lay a sheet that is larger than the tray: first the one half, then the other.
pragma Singleton
import QtQuick

QtObject {
    // half: 1 or 2; open: over which side of the tray the sheet goes on while its first half is taken.
    function sentence(half: int, open: string): string {
        if (half === 1) {
            switch (open) {
            case "bottom":
                return qsTr("This sheet is larger than the tray. First lay its upper half on the tray: the lower half hangs over towards you.")
            case "top":
                return qsTr("This sheet is larger than the tray. First lay its lower half on the tray: the upper half goes beyond it.")
            case "right":
                return qsTr("This sheet is larger than the tray. First lay its left half on the tray: the right half goes beyond it.")
            case "left":
                return qsTr("This sheet is larger than the tray. First lay its right half on the tray: the left half goes beyond it.")
            }
        }
        if (half === 2) {
            switch (open) {
            case "bottom":
                return qsTr("Now the lower half: push the sheet away from you until its lower end lies on the tray, or turn it round.")
            case "top":
                return qsTr("Now the upper half: pull the sheet towards you until its upper end lies on the tray, or turn it round.")
            case "right":
                return qsTr("Now the right half: push the sheet to the left until its right end lies on the tray, or turn it round.")
            case "left":
                return qsTr("Now the left half: push the sheet to the right until its left end lies on the tray, or turn it round.")
            }
        }
        return ""
    }
}
