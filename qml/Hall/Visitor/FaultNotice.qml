// SPDX-License-Identifier: GPL-3.0-or-later
// A fault in words: what happened and what the visitor can do. code is empty when all is well.
import QtQuick
import Hall.Controls

Notice {
    property string code: ""
    property string who: "staff"
    property string remedy: ""

    visible: code !== ""
    kind: who === "citizen" ? "error" : "warning"
    title: FaultTexts.what(code)
    text: FaultTexts.visitorAdvice(who, remedy)
}
