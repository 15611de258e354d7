// SPDX-License-Identifier: GPL-3.0-or-later
// A staff card was shown; its PIN opens maintenance. What is typed is shown as dots and forgotten at once.
import QtQuick
import Hall.Controls
import Hall.Upkeep

PageFrame {
    id: page

    readonly property int longest: 12

    heading: qsTr("Maintenance")
    lead: qsTr("Enter the PIN of your staff card.")
    backText: qsTr("Leave")
    nextText: qsTr("Sign in")
    barShown: false
    sideShown: true
    onBack: Upkeep.leave()
    onNext: page.enter()

    function enter() {
        const typed = hidden.text
        hidden.text = ""
        Upkeep.enterPin(typed)
    }

    Notice {
        width: parent.width
        visible: !!Upkeep.pinFault
        kind: "error"
        title: Upkeep.pinFault ? FaultTexts.what(Upkeep.pinFault.code) : ""
        text: Upkeep.lockedSeconds > 0 ? qsTr("Locked for %1 s.").arg(Upkeep.lockedSeconds)
                                       : Upkeep.pinFault ? FaultTexts.staffAdvice(Upkeep.pinFault.who, Upkeep.pinFault.remedy) : ""
    }

    Rectangle {
        width: parent.width
        height: Theme.buttonHeight
        radius: Theme.radius
        color: Theme.surface
        border.width: Theme.strongLine
        border.color: Theme.edge

        Accessible.role: Accessible.StaticText
        Accessible.name: qsTr("PIN: %1 digits entered").arg(hidden.length)

        Text {
            anchors.centerIn: parent
            text: "●".repeat(hidden.length)
            font.family: Theme.family
            font.pixelSize: Theme.headingSize
            font.letterSpacing: Theme.mm(2)
            color: Theme.text
            Accessible.ignored: true
        }
    }

    // Takes what the pad writes; never shown, never offered to an input method.
    TextInput {
        id: hidden
        width: 0
        height: 0
        opacity: 0
        maximumLength: page.longest
        inputMethodHints: Qt.ImhSensitiveData | Qt.ImhNoPredictiveText | Qt.ImhHiddenText
        focus: true
        Accessible.ignored: true
        onAccepted: page.enter()
    }

    side: Keyboard {
        width: parent.width
        mode: "pin"
        target: hidden
        onDone: page.enter()
    }
}
