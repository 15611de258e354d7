// SPDX-License-Identifier: GPL-3.0-or-later
// A visit at one stage of the scripted session. Set stage, variant and down (network) from the command line.
import QtQuick
import Hall.Controls
import Hall.Session
import Hall.Visitor

Item {
    id: scene

    property string stage: "attract"
    // Of the stage: "keys", "errors", "choice", "event", "shot", "offline" …
    property string variant: ""
    property string lang: "zh_CN"

    onLangChanged: Session.language = lang
    onVariantChanged: {
        if (variant === "offline")
            Session.online = false
        if (variant === "errors")
            Session.errors = [{"fieldId": "phone", "label": "手机号码", "text": "手机号码应为 11 位数字"}]
        if (variant === "event")
            Session.eventId = "lost-job"
        if (variant === "cardfault")
            Session.signInFault = {"code": "card.mute", "who": "citizen", "remedy": "turn-card"}
        if (variant === "shot")
            Session.capture = {"state": "shot", "hint": "", "image": "", "page": 1}
        if (variant === "steady")
            Session.capture = {"state": "steady", "hint": "", "image": ""}
        if (variant === "idle")
            Session.secondsLeft = 27
        if (variant === "unprinted") {
            Session.printState = "not-printed"
            Session.printFault = "printer.paper-out"
            Session.delivery = "saved"
        }
    }
    onStageChanged: {
        if (stage === "form")
            Session.fillFields(variant)
        Session.stage = stage
    }

    VisitorRoot {
        anchors.fill: parent
    }
}
