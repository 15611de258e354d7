// SPDX-License-Identifier: GPL-3.0-or-later
// Somebody's card lies in a reader and signs nobody in: whoever stands here is told how it does.
import QtQuick
import Hall.Controls
import Hall.Session

Notice {
    id: notice

    // The reader it lies in; empty when there is none.
    readonly property string reader: {
        for (const one of Session.readers) {
            if (one.left)
                return one.id
        }
        return ""
    }

    visible: reader !== ""
    kind: "warning"
    title: reader === "id-card-reader" ? qsTr("A card has been left on the reading plate") : qsTr("A card has been left in the reader")
    text: reader === "id-card-reader" ? qsTr("Is it yours? Lift it and lay it down again. If not, please hand it to the staff.")
                                      : qsTr("Is it yours? Take it out and put it in again. If not, please hand it to the staff.")
}
