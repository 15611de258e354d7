// SPDX-License-Identifier: GPL-3.0-or-later
// What a service is: who may apply, what is needed, how long it takes, what comes of it.
pragma ComponentBehavior: Bound
import QtQuick
import Hall.Controls
import Hall.Session

VisitorPage {
    id: page

    readonly property var service: Session.service
    readonly property var materials: service.materials ?? []
    readonly property var who: service.who ?? []
    readonly property var outputs: service.outputs ?? []
    readonly property bool rests: service.available === false
    readonly property bool full: rests && service.reason === "store.full"
    readonly property bool scansHere: materials.some(material => material.have !== true)
    readonly property var delegate: Session.delegate
    readonly property string proof: service.proof ?? ""  // what is still to be proved of who stands there
    readonly property var chain: Session.chain
    readonly property var chainParts: chain.parts === undefined ? [] : chain.parts
    readonly property var offer: chain.offer === undefined ? null : chain.offer
    readonly property bool nothing: chain.nothing === true
    readonly property bool guided: service.guide === true  // done at the window
    readonly property bool refused: service.eligible === "no"
    readonly property string feeText: service.fee > 0 ? qsTr("%1 yuan").arg((service.fee / 100).toFixed(2)) : qsTr("free of charge")
    readonly property bool offline: service.offlineForm === true && service.query !== true
    readonly property string timeText: service.immediate === true
                                       ? offline ? qsTr("once it has been sent")
                                                 : service.cameraOut === true && scansHere ? qsTr("once the papers are there")
                                                                                           : qsTr("at once")
                                       : service.workdays > 0 ? qsTr("%n working day(s)", "", service.workdays) : ""

    heading: service.title ?? ""
    lead: service.summary ?? ""
    nextShown: !refused && !rests && !guided && !nothing
    emblem: service.icon ?? ""
    nextText: qsTr("Start")
    onNext: Session.begin()
    actions: HallButton {
        visible: !page.rests && (page.delegate.offered === true || page.delegate.active === true)
        text: page.delegate.active === true ? qsTr("For myself") : qsTr("For someone else")
        iconName: "person"
        onActed: {
            if (page.delegate.active === true)
                Session.actForSelf()
            else
                Session.actForOther()
        }
    }

    component Section: Panel {
        id: section

        property string title: ""

        padding: Theme.mm(7)

        Heading {
            width: parent.width
            visible: text !== ""
            text: section.title
            font.pixelSize: Theme.buttonSize
        }
    }

    component Fact: Row {
        id: line

        property string iconName: "tick"
        property color iconColor: Theme.accent
        property string text: ""

        width: (parent as Item).width
        spacing: Theme.smallGap

        HallIcon {
            id: mark
            y: Math.round(Theme.bodySize * 0.15)
            width: Math.round(Theme.bodySize * 1.25)
            height: width
            name: line.iconName
            color: line.iconColor
        }

        BodyText {
            width: line.width - mark.width - line.spacing
            text: line.text
        }
    }

    GuideSlip {
        width: parent.width
    }

    Notice {
        width: parent.width
        visible: page.delegate.active === true
        kind: "info"
        title: qsTr("You act for %1").arg(page.delegate.name)
        text: qsTr("The form is about that person. The letter of authority is scanned with the other papers.")
    }

    Notice {
        width: parent.width
        visible: page.rests
        kind: "warning"
        title: page.full ? qsTr("This machine cannot take new cases at the moment") : qsTr("This service is resting")
        text: page.restText(page.service.reason ?? "")
    }

    Notice {
        width: parent.width
        visible: page.guided && !page.rests
        kind: "info"
        title: qsTr("This is done at the service window")
        text: qsTr("Please bring what is listed here, and the document you signed in with.")
    }

    Notice {
        width: parent.width
        visible: page.offline && !page.rests && !page.guided
        kind: "info"
        title: qsTr("No connection at the moment")
        text: qsTr("You can apply all the same, with a shorter form. Your case is kept safely in this machine and sent by itself once there is a connection; only then is it decided. You need not wait or come back.")
    }

    Notice {
        width: parent.width
        visible: page.service.cameraOut === true && page.scansHere && !page.rests && !page.refused
        kind: "warning"
        title: Session.closed !== "" ? qsTr("Papers cannot be scanned at the moment")
                                     : qsTr("The camera cannot be used at the moment")
        text: qsTr("You can fill in and submit everything here. Papers that are needed are brought to the window afterwards; your receipt says which.")
    }

    Notice {
        width: parent.width
        visible: page.service.printerOut === true && page.service.query !== true && !page.rests && !page.refused
        kind: "warning"
        title: qsTr("No paper receipts at the moment")
        text: qsTr("You get your receipt as a code for your phone.")
    }

    Notice {
        width: parent.width
        visible: page.nothing && !page.rests
        kind: "info"
        title: qsTr("There is nothing to hand in at the moment")
        text: page.chainParts.some(part => part.state === "refused")
              ? qsTr("None of these services is called for, or open to you, by what the centre knows. What stands below says why.")
              : qsTr("By what the centre knows, none of these services is called for.")
    }

    Notice {
        width: parent.width
        visible: !page.rests && !page.nothing
        kind: page.service.eligible === "yes" ? "success" : page.refused ? "warning" : "info"
        title: page.service.eligible === "yes" ? qsTr("You can apply")
                                               : page.refused ? qsTr("You cannot apply at the moment")
                                                              : qsTr("You may be able to apply")
        text: page.service.eligible === "unknown" && page.service.dayUnknown === true
              ? qsTr("This machine cannot tell today's date. The centre checks what depends on it.")
              : (page.service.eligibleText ?? "")
              + ((page.service.eligibleBasis ?? "") !== "" ? "\n" + page.service.eligibleBasis : "")
    }

    ChainPanel {
        width: parent.width
        visible: page.chainParts.length > 0
        parts: page.chainParts
        ofUnit: page.chain.ofUnit === true
    }

    ServiceCard {
        width: parent.width
        visible: page.offer !== null && !page.rests && !page.guided
        text: page.offer ? page.offer.title : ""
        summary: page.offer ? page.offer.summary : ""
        note: qsTr("Several services in one go: touch here to do them together")
        iconName: "tick"
        onActed: Session.together()
    }

    Grid {
        id: facts

        readonly property int cell: Theme.portrait ? width : (width - columnSpacing) / 2

        width: parent.width
        columns: Theme.portrait ? 1 : 2
        columnSpacing: Theme.gap
        rowSpacing: Theme.gap

        Section {
            width: facts.cell
            title: qsTr("What you need")
            visible: page.materials.length > 0 || page.proof !== ""

            Fact {
                visible: page.proof !== ""
                iconName: "lock"
                text: page.proof === "staff" ? qsTr("A member of staff who has seen you and your document")
                                             : qsTr("A proof that it is you: the PIN of your card, for example")
            }

            Repeater {
                model: page.materials

                PaperLine {
                    required property var modelData

                    width: (parent as Item).width
                    paper: modelData
                    iconName: modelData.have ? "check" : page.service.cameraOut === true || page.refused ? "hall" : "camera"
                    iconColor: modelData.have ? Theme.success : Theme.accent
                    note: modelData.have ? qsTr(" (we have it)")
                          : modelData.optional === true ? qsTr(" (if you have it)")
                          : page.service.cameraOut === true || page.refused ? qsTr(" (to be brought to the window)")
                                                                            : qsTr(" (to be scanned here)")
                }
            }

            // Something is still to be brought, here or to the window.
            HallButton {
                width: parent.width
                visible: page.scansHere || page.refused
                iconName: "print"
                text: qsTr("Print what to bring")
                onActed: {
                    Session.printGuide()
                    page.scroll.toTop()
                }
            }
        }

        Section {
            width: facts.cell
            title: qsTr("Who can apply")
            visible: page.who.length > 0

            Repeater {
                model: page.who

                Fact {
                    required property string modelData

                    iconName: "person"
                    text: modelData
                }
            }
        }

        Section {
            width: facts.cell
            title: qsTr("Time and cost")
            spacing: 0
            visible: !page.nothing

            DataRow {
                width: parent.width
                visible: page.service.minutes > 0  // of a chain it follows from what takes part
                label: qsTr("At this machine")
                value: qsTr("about %1 min").arg(page.service.minutes ?? 0)
            }

            DataRow {
                width: parent.width
                visible: value !== ""
                label: qsTr("Decision")
                value: page.timeText
            }

            DataRow {
                width: parent.width
                visible: value !== ""
                label: qsTr("Fee")
                value: page.feeText
            }
        }

        Section {
            width: facts.cell
            title: qsTr("What you get")
            visible: page.outputs.length > 0

            Repeater {
                model: page.outputs

                Fact {
                    required property string modelData

                    iconName: "page"
                    text: modelData
                }
            }
        }
    }

    Section {
        // Pictures and words stay together.
        readonly property bool wholeRow: true

        width: parent.width
        title: Theme.portrait ? qsTr("How it goes") : ""
        padding: Theme.mm(Theme.portrait ? 7 : 5)
        visible: (Theme.textSize === "normal" || Theme.portrait && Theme.textSize === "large") && page.service.query !== true && !page.refused && !page.rests && !page.nothing
        spacing: Theme.mm(6)

        FlowStrip {
            width: parent.width
            // The same as on the strip of every page that follows.
            steps: [{"icon": "edit", "text": page.partWord("form")}].concat(
                       page.service.scans === false ? [] : [{"icon": "camera", "text": page.partWord("scan")}],
                       [{"icon": "check", "text": page.partWord("review")}, {"icon": "sign", "text": page.partWord("sign")}])
        }
    }
}
