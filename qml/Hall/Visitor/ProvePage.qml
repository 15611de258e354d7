// SPDX-License-Identifier: GPL-3.0-or-later
// Who stands there is to be proved: why, the ways that work now, and why others rest. A face is never the only way: the
// staff and the window are always among them.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    readonly property var prove: Session.prove
    readonly property var ways: prove.ways ?? []
    readonly property string note: prove.note ?? ""
    readonly property bool cases: prove.goal === "cases"
    // Of a way that rests and was touched.
    property string asked: ""

    function wayTitle(way: string): string {
        switch (way) {
        case "card-pin":
            return qsTr("The PIN of your social security card")
        case "holder-check":
            return qsTr("A look into the camera")
        case "staff":
            return qsTr("A member of staff at this machine")
        }
        return qsTr("The service window")
    }

    function waySummary(way: string): string {
        switch (way) {
        case "card-pin":
            return qsTr("You enter it here, and nobody sees it.")
        case "holder-check":
            return qsTr("You are asked first. The picture is compared with your identity card and not kept.")
        case "staff":
            return qsTr("They compare you with your document. They do not see your record.")
        }
        return qsTr("The staff there do the same for you. You are told what to bring.")
    }

    function wayIcon(way: string): string {
        switch (way) {
        case "card-pin":
            return "lock"
        case "holder-check":
            return "person"
        case "staff":
            return "people"
        }
        return "hall"
    }

    // Why a way rests, or how it ended.
    function reasonText(reason: string): string {
        switch (reason) {
        case "":
            return ""
        case "no-card":
            return qsTr("For this, put your social security card into the slot.")
        case "no-photo":
            return qsTr("For this, lay your resident ID card on the reader.")
        case "no-staff":
            return qsTr("No member of staff can sign in at this machine yet.")
        case "tries-used":
            return qsTr("It was tried twice. It cannot be tried again in this visit.")
        case "no-pin":
            return qsTr("The PIN of this card cannot be checked here.")
        case "pin-initial":
            return qsTr("The card still has, or had today, the PIN it was handed out with.")
        case "no-match":
            return qsTr("The pictures could not be matched.")
        case "not-looked":
            return qsTr("No picture was taken.")
        }
        return FaultTexts.what(reason) || qsTr("This cannot be used at the moment.")
    }

    function adviceText(reason: string): string {
        switch (reason) {
        case "pin-initial":
            return qsTr("Others may know that PIN, so it does not show that it is you. Please choose another way.")
        case "no-match":
            return qsTr("Light, glasses or an old photo are enough for that. It means nothing about you. Please choose another way, or try once more.")
        case "not-looked":
            return qsTr("That is quite all right. Please choose another way, or try once more.")
        }
        return qsTr("Please choose another way.")
    }

    heading: qsTr("Please show that it is you")
    lead: prove.needed === "staff" ? qsTr("For this service a member of staff has to see you and your document.")
          : cases ? qsTr("What your cases are about is shown to nobody but you, also when somebody has found your card. This is asked once in a visit.")
                  : qsTr("What comes next is shown to nobody but you, also when somebody has found your card. This is asked once in a visit.")
    emblem: "shield"
    nextShown: false

    Notice {
        width: parent.width
        visible: page.note !== "" && page.asked === ""
        kind: "warning"
        title: page.reasonText(page.note)
        text: page.adviceText(page.note)
    }

    Notice {
        width: parent.width
        visible: page.asked !== ""
        kind: "info"
        title: page.reasonText(page.asked)
    }

    Grid {
        id: tiles

        readonly property int count: page.ways.length
        readonly property int rowCount: Math.ceil(count / columns)
        readonly property int tallest: {
            let most = 0
            for (let i = 0; i < children.length; ++i)
                most = Math.max(most, children[i].implicitHeight)
            return most
        }

        width: parent.width
        columns: Theme.portrait ? 1 : 2
        spacing: Theme.gap

        Repeater {
            model: page.ways

            ServiceCard {
                id: tile

                required property var modelData

                width: (tiles.width - (tiles.columns - 1) * tiles.spacing) / tiles.columns
                height: Math.max(tiles.tallest, Math.min(Theme.mm(48), Math.floor(page.roomHeight / tiles.rowCount)
                                                         - Theme.gap))
                text: page.wayTitle(modelData.id)
                // All ways on one screen come before their details: none of them must look like the only one.
                summary: !Theme.portrait && Theme.textSize === "xlarge" ? "" : page.waySummary(modelData.id)
                iconName: page.wayIcon(modelData.id)
                available: modelData.works
                reason: modelData.works ? "" : page.reasonText(modelData.reason)
                onActed: {
                    if (tile.modelData.works)
                        Session.chooseWay(tile.modelData.id)
                    else
                        page.asked = tile.modelData.reason
                }
            }
        }
    }
}
