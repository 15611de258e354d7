// SPDX-License-Identifier: GPL-3.0-or-later
// Where a page must go, in a sentence that can be followed without seeing it. One thing at a time: the turn first.
pragma Singleton
import QtQuick

QtObject {
    // In whole centimetres, at least one.
    function far(mm: real): string {
        return qsTr("%n centimetre(s)", "", Math.max(1, Math.round(Math.abs(mm) / 10)))
    }

    // Millimetres to the right and towards the visitor, degrees clockwise; "" when there is nothing to do.
    function sentence(right: real, down: real, turn: real): string {
        if (turn > 0)
            return qsTr("Turn the page to the right, by about %n degree(s).", "", Math.max(5, Math.round(turn / 5) * 5))
        if (turn < 0)
            return qsTr("Turn the page to the left, by about %n degree(s).", "", Math.max(5, Math.round(-turn / 5) * 5))
        const across = Math.abs(right) >= 3
        const along = Math.abs(down) >= 3
        if (across && along) {
            if (right < 0)
                return (down < 0 ? qsTr("Move the page %1 to the left and %2 away from you.")
                                 : qsTr("Move the page %1 to the left and %2 towards you.")).arg(far(right)).arg(far(down))
            return (down < 0 ? qsTr("Move the page %1 to the right and %2 away from you.")
                             : qsTr("Move the page %1 to the right and %2 towards you.")).arg(far(right)).arg(far(down))
        }
        if (across)
            return (right < 0 ? qsTr("Move the page %1 to the left.") : qsTr("Move the page %1 to the right.")).arg(far(right))
        if (along)
            return (down < 0 ? qsTr("Move the page %1 away from you.") : qsTr("Move the page %1 towards you.")).arg(far(down))
        return ""
    }
}
