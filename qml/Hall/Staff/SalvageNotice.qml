// SPDX-License-Identifier: GPL-3.0-or-later
// What became of the cases when the store was found damaged, until somebody has seen it.
import QtQuick
import Hall.Controls

Column {
    id: notice

    // As in the status of the control socket, with the day; empty for nothing to tell.
    property var found: ({})

    readonly property bool told: found.at !== undefined
    readonly property int damaged: found.damaged ?? 0
    readonly property int rebuilt: found.rebuilt ?? 0
    readonly property int lost: found.lost ?? 0
    readonly property bool whole: found.whole ?? true

    signal seen

    function words(): string {
        const said = Array.from([damaged > 0 ? qsTr("Cases whose content is gone: %1. They stand below and cannot be sent. Ask the centre whether it has them; if not, their persons have to come again. Then close them.").arg(damaged) : "",
                      rebuilt > 0 ? qsTr("Cases of which this machine does not know any more whose they are: %1. They are sent like all others; their persons are not shown them here, and need not hand them in again.").arg(rebuilt) : "",
                      lost > 0 ? qsTr("Cases of which only a piece is left: %1. Tell the centre, and have a technician keep the damaged files.").arg(lost)
                               : whole ? "" : qsTr("Whether there was more cannot be told. Have a technician keep the damaged files.")]).filter(words => words !== "")
        return said.length > 0 ? said.join("\n") : qsTr("All cases that lay here were kept: %1.").arg(found.cases ?? 0)
    }

    visible: told
    spacing: Theme.smallGap

    Notice {
        width: parent.width
        kind: notice.damaged > 0 || notice.lost > 0 || !notice.whole ? "warning" : "info"
        title: qsTr("The memory of this machine was damaged on %1").arg(new Date(notice.found.at ?? 0).toLocaleDateString(Qt.locale(), "yyyy-MM-dd"))
        text: notice.told ? notice.words() : ""
    }

    HallButton {
        text: qsTr("I have seen it")
        iconName: "check"
        onActed: notice.seen()
    }
}
