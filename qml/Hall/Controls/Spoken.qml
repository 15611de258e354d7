// SPDX-License-Identifier: GPL-3.0-or-later
// Words put together for assistive technology and for lists, with the marks of the language at hand.
pragma Singleton
import QtQuick

QtObject {
    function pair(label: string, value: string): string {
        return qsTr("%1: %2").arg(label).arg(value)
    }

    function series(first: string, second: string): string {
        return qsTr("%1, %2").arg(first).arg(second)
    }

    function sentences(first: string, second: string): string {
        return qsTr("%1. %2").arg(first).arg(second)
    }

    // What a field is about, said aloud, before its help.
    function described(spoken: string, help: string): string {
        return spoken === "" || help === "" ? spoken + help : sentences(spoken, help)
    }

    // Whole sentences, each with its own end.
    function together(first: string, second: string): string {
        return first === "" || second === "" ? first + second : qsTr("%1 %2").arg(first).arg(second)
    }
}
