// SPDX-License-Identifier: GPL-3.0-or-later
// One line per device: a light, its name, its state in words, and what to do when it does not work.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Upkeep

Panel {
    id: panel

    spacing: Theme.gap

    function deviceName(id: string): string {
        if (id === "social-card-reader")
            return qsTr("Social security card reader")
        if (id === "id-card-reader")
            return qsTr("Identity card reader")
        if (id === "receipt-printer")
            return qsTr("Receipt printer")
        if (id === "page-printer")
            return qsTr("A4 printer")
        if (id === "document-camera")
            return qsTr("Document camera")
        if (id === "code-scanner")
            return qsTr("Code scanner")
        if (id === "cabinet")
            return qsTr("Cabinet")
        if (id === "power-supply")
            return qsTr("Power supply")
        if (id === "holder-check")
            return qsTr("Holder check")
        return id
    }

    function linkWord(link: string): string {
        if (link === "ready")
            return qsTr("Ready")
        if (link === "starting" || link === "suspended")
            return qsTr("Starting")
        if (link === "blocked")
            return qsTr("Needs a hand")
        if (link === "absent")
            return qsTr("Not connected")
        if (link === "held")
            return qsTr("Held")
        if (link === "not-fitted")
            return qsTr("Not fitted")
        return qsTr("Failed")
    }

    function factWord(name: string, value: string): string {
        if (name === "paper")
            return value === "ok" ? qsTr("paper loaded") : value === "near-end" ? qsTr("paper nearly used up") : qsTr("no paper")
        if (name === "media")
            return value === "present" ? qsTr("card inserted") : value === "mute" ? qsTr("card does not answer") : qsTr("no card")
        if (name === "cover")
            return value === "open" ? qsTr("cover open") : qsTr("cover closed")
        if (name === "door")
            return value === "open" ? qsTr("door open") : qsTr("door closed")
        if (name === "power")
            return value === "mains" ? qsTr("on mains") : value === "battery" ? qsTr("on battery") : qsTr("battery nearly empty")
        if (name === "minutes")
            return qsTr("%1 min of battery").arg(value)
        if (name === "battery")
            return value === "worn" ? qsTr("battery to be replaced") : ""
        if (name === "presence")
            return value === "present" ? qsTr("somebody is there") : qsTr("nobody is there")
        if (name === "headphones")
            return value === "in" ? qsTr("headphones plugged in") : ""
        if (name === "keypad")
            return value === "present" ? "" : qsTr("keypad not connected")
        if (name === "paper-left-mm")
            return qsTr("about %1 m of paper left").arg((Number(value) / 1000).toFixed(1))
        if (name === "last-paper")
            return value === "left" ? qsTr("a receipt was left in the mouth") : value === "retracted" ? qsTr("a receipt was drawn in") : ""
        return ""
    }

    // Of a printer for sheets: what people can do something about, and in the end its own words.
    function sheetWord(name: string, value: string): string {
        if (name === "says" && value !== "")
            return qsTr("it also says: %1").arg(value)
        switch (name + " " + value) {
        case "toner low":
            return qsTr("toner nearly used up")
        case "toner out":
            return qsTr("no toner or ink")
        case "jam true":
            return qsTr("paper stuck")
        case "tray full":
            return qsTr("full of printed sheets")
        }
        return ""
    }

    function countWord(device: string, name: string, value: real): string {
        if (name === "reads")
            return device === "code-scanner" ? qsTr("codes read: %1").arg(value) : qsTr("cards read: %1").arg(value)
        if (name === "failures")
            return qsTr("failed: %1").arg(value)
        if (name === "prints")
            return qsTr("printed: %1").arg(value)
        if (name === "metres")
            return qsTr("paper: %1 m").arg(value.toFixed(1))
        if (name === "stills")
            return qsTr("pictures: %1").arg(value)
        if (name === "faults")
            return qsTr("faults: %1").arg(value)
        return ""
    }

    function countsLine(device: string, counts: list<var>): string {
        return counts.map(count => panel.countWord(device, count.name, count.value)).filter(word => word !== "").sort().join(qsTr(", "))
    }

    function factsLine(facts: list<var>): string {
        return facts.map(fact => panel.factWord(fact.name, fact.value) || panel.sheetWord(fact.name, fact.value)).filter(word => word !== "").join(qsTr(", "))
    }

    function fitted(id: string): bool {
        for (const device of Upkeep.devices) {
            if (device.id === id)
                return true
        }
        return false
    }

    Heading {
        width: parent.width
        text: qsTr("Devices")
        font.pixelSize: Theme.buttonSize
    }

    Repeater {
        model: Upkeep.devices

        Item {
            id: line

            required property var modelData
            readonly property bool good: modelData.link === "ready"
            readonly property string stateWord: panel.linkWord(modelData.link)
            readonly property string facts: panel.factsLine(modelData.facts)
            readonly property string cure: modelData.fault
                                           ? Spoken.together(FaultTexts.what(modelData.fault.code),
                                                              FaultTexts.staffAdvice(modelData.fault.who, modelData.fault.remedy))
                                           : ""

            readonly property string counts: panel.countsLine(modelData.id, modelData.counts)

            width: parent?.width ?? 0
            height: Math.max(words.height, hold.height)
            Accessible.role: Accessible.StaticText
            Accessible.name: panel.deviceName(modelData.id) + ": " + stateWord + (cure !== "" ? ". " + cure : "")

            HallIcon {
                id: light
                y: Theme.mm(1)
                width: Theme.mm(9)
                height: width
                name: line.good ? "check" : "warning"
                color: line.good ? Theme.success : Theme.danger
            }

            Column {
                id: words
                anchors.left: light.right
                anchors.leftMargin: Theme.mm(4)
                anchors.right: hold.left
                anchors.rightMargin: Theme.gap
                spacing: Theme.mm(1)

                BodyText {
                    width: parent.width
                    text: panel.deviceName(line.modelData.id)
                    font.bold: true
                    Accessible.ignored: true
                }

                BodyText {
                    width: parent.width
                    text: line.stateWord + (line.facts !== "" ? " · " + line.facts : "")
                    color: line.good ? Theme.softText : Theme.danger
                    Accessible.ignored: true
                }

                BodyText {
                    width: parent.width
                    visible: text !== ""
                    text: line.cure
                    Accessible.ignored: true
                }

                BodyText {
                    width: parent.width
                    visible: line.modelData.swapped
                    text: qsTr("Another device than before is plugged in here.")
                    color: Theme.danger
                }

                HallButton {
                    visible: line.modelData.swapped && Upkeep.role === "technician"
                    text: qsTr("It is the right one")
                    onActed: Upkeep.acceptDevice(line.modelData.id)
                }

                Caption {
                    width: parent.width
                    visible: text !== ""
                    text: line.counts
                }
            }

            HallButton {
                id: hold
                anchors.right: parent.right
                text: line.modelData.held ? qsTr("Put back into use") : qsTr("Take out of use")
                accessibleName: panel.deviceName(line.modelData.id) + ": " + text
                onActed: Upkeep.holdDevice(line.modelData.id, !line.modelData.held)
            }
        }
    }

    BodyText {
        width: parent.width
        visible: panel.fitted("id-card-reader") && !panel.fitted("holder-check")
        text: qsTr("Photo component not installed: visitors see a silhouette instead of the photo on their ID card.")
        color: Theme.softText
    }
}
