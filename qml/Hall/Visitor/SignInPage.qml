// SPDX-License-Identifier: GPL-3.0-or-later
// Two or three ways to say who you are. The card or the code is the action; the page shows where it goes and what went wrong.
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    readonly property var fault: Session.signInFault
    readonly property bool failed: fault !== null && fault !== undefined

    heading: qsTr("Please sign in with a card")
    visitor: ""
    nextShown: false

    function readerOf(id: string): var {
        for (const reader of Session.readers) {
            if (reader.id === id)
                return reader
        }
        return null
    }

    function codeOf(fault: var): string {
        return typeof fault === "string" ? fault : fault?.code ?? ""
    }

    component PermitWay: HallButton {
        readonly property var permit: Session.permit
        readonly property bool offered: permit.offered === true

        iconName: "id-card"
        text: qsTr("Travel permit of Hong Kong, Macao or Taiwan residents")
        onActed: Session.permitStart()
    }

    // A low screen has room for it beside the way back alone.
    actions: PermitWay {
        visible: offered && !Theme.portrait
    }

    FaultNotice {
        id: problem
        width: parent.width
        code: page.failed ? page.codeOf(page.fault) : ""
        who: page.failed ? page.fault.who ?? "citizen" : ""
        remedy: page.failed ? page.fault.remedy ?? "" : ""
    }

    LeftCard {
        id: leftCard
        width: parent.width
    }

    Grid {
        id: ways

        readonly property int count: (social.reader !== null ? 1 : 0) + (resident.reader !== null ? 1 : 0)
        readonly property int room: page.roomHeight - (problem.code !== "" ? problem.height + Theme.gap : 0)
                                    - (leftCard.reader !== "" ? leftCard.height + Theme.gap : 0)
                                    - (code.fitted ? code.height + Theme.gap : 0)
                                    - (permit.offered && Theme.portrait ? permit.height + Theme.gap : 0)
        readonly property int cellHeight: Theme.portrait && count === 2 ? (room - spacing) / 2 : room
        readonly property int cellWidth: Theme.portrait || count < 2 ? width : (width - spacing) / 2

        width: parent.width
        columns: Theme.portrait ? 1 : 2
        spacing: Theme.mm(8)

        ReaderCard {
            id: social

            readonly property var reader: page.readerOf("social-card-reader")

            visible: reader !== null
            width: ways.cellWidth
            height: Math.max(implicitHeight, ways.cellHeight)
            title: qsTr("Social security card")
            text: qsTr("Put it into the slot, chip first and facing up, and leave it there.")
            cardIcon: "social-card"
            way: "insert"
            occupied: reader?.left ?? false
            ready: !occupied && (reader?.ready ?? false)
            faultCode: page.codeOf(reader?.fault)
        }

        ReaderCard {
            id: resident

            readonly property var reader: page.readerOf("id-card-reader")

            visible: reader !== null
            width: ways.cellWidth
            height: Math.max(implicitHeight, ways.cellHeight)
            title: qsTr("Resident ID card")
            text: qsTr("Lay it flat on the reading plate until the screen changes.")
            cardIcon: "id-card"
            way: "place"
            occupied: reader?.left ?? false
            ready: !occupied && (reader?.ready ?? false)
            faultCode: page.codeOf(reader?.fault)
        }
    }

    CodeWay {
        id: code
        width: parent.width
    }

    PermitWay {
        id: permit
        width: parent.width
        visible: offered && Theme.portrait
    }
}
